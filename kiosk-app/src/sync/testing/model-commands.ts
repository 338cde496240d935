import fc from 'fast-check';

/** What can happen. `nothing` is what a failing run shrinks to. */
export type Command =
  | { readonly type: 'nothing' }
  | { readonly type: 'commit'; readonly count: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'cut' }
  | { readonly type: 'heal' }
  | { readonly type: 'break-connections' }
  | { readonly type: 'lose-answers'; readonly on: boolean }
  | { readonly type: 'lose-requests'; readonly on: boolean }
  | { readonly type: 'duplicate'; readonly on: boolean }
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'kill-kiosk' }
  | { readonly type: 'start-kiosk' }
  | { readonly type: 'second-window' }
  | { readonly type: 'wipe-kiosk' }
  | { readonly type: 'lose-database' }
  | { readonly type: 'enrol-again' }
  | { readonly type: 'kill-server' }
  | { readonly type: 'start-server' }
  | { readonly type: 'back-up' }
  | { readonly type: 'restore-backup' }
  | { readonly type: 'jump-clock'; readonly ms: number }
  | { readonly type: 'disk-full'; readonly on: boolean }
  | { readonly type: 'poison'; readonly how: PoisonKind }
  | { readonly type: 'other-content'; readonly back: number }
  | { readonly type: 'tamper'; readonly back: number }
  | { readonly type: 'trouble'; readonly error: 'slow-down' | 'internal'; readonly count: number };

export type PoisonKind = 'not-json' | 'unknown-kind' | 'bad-body' | 'other-place' | 'known-id';

const YEAR = 365 * 86_400_000;
const on = fc.boolean();

const commandArbitrary: fc.Arbitrary<Command> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'nothing' }) },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'cut' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'heal' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'break-connections' }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lose-answers' as const), on }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lose-requests' as const), on }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('duplicate' as const), on }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('delay' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
  },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'kill-kiosk' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'start-kiosk' }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'second-window' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'wipe-kiosk' }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'lose-database' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'enrol-again' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'kill-server' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'start-server' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'back-up' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'restore-backup' }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('jump-clock' as const), ms: fc.constantFrom(-YEAR, YEAR) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disk-full' as const), on }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('poison' as const),
      how: fc.constantFrom<PoisonKind>('not-json', 'unknown-kind', 'bad-body', 'other-place', 'known-id'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('other-content' as const),
      back: fc.integer({ min: 0, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('tamper' as const), back: fc.integer({ min: 0, max: 6 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('trouble' as const),
      error: fc.constantFrom('slow-down' as const, 'internal' as const),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

/** Steps of one run. A shrunk run shows only what still matters. */
export function stepsArbitrary(count: number): fc.Arbitrary<readonly Command[]> {
  return fc
    .array(commandArbitrary, { minLength: count, maxLength: count })
    .map((steps) => steps.filter((step) => step.type !== 'nothing'));
}

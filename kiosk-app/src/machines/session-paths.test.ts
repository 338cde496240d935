import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISTURBANCES, keyOf, type Move, movesOf, replay } from '../testing/session-moves.ts';
import type { SessionStage } from '../testing/session-stage.ts';

/** What is true on every screen, however it was reached. */
function checkNow(stage: SessionStage, path: string): void {
  const { shown, journal, devices } = stage;
  const { kinds } = journal;
  const tags = [...stage.actor.getSnapshot().tags];
  expect(tags, path).toHaveLength(1);
  if (shown.screen === 'pay')
    expect(journal.of('payment.begun').at(-1)?.amountFen, path).toBe(shown.amountFen);
  if (shown.screen === 'deciding') expect(kinds, path).toContain('application.submitted');
  if (devices.calls.includes('printEndorsements')) expect(kinds, path).toContain('card.writing');
  if (shown.screen !== 'result') return;
  // Nothing is claimed beyond what is in the journal.
  expect(shown.code !== null, path).toBe(shown.result !== 'not-stored');
  expect(kinds.includes('application.submitted'), path).toBe(shown.result !== 'not-stored');
  const unstored = stage.context.pending.map((draft) => draft.kind);
  const has = (kind: (typeof kinds)[number]) => kinds.includes(kind) || unstored.includes(kind);
  expect(has('card.written'), path).toBe(shown.result === 'completed');
  expect(has('card.failed'), path).toBe(shown.result === 'refund');
  if (shown.card === 'returned') expect(devices.card, path).toBe('outside');
  if (shown.card === 'retained') expect(devices.card, path).toBe('bin');
}

/** Lets everything go on kindly until the visit is over. */
async function finish(stage: SessionStage): Promise<void> {
  for (let step = 0; step < 60 && !stage.isOver; step += 1) {
    const answers: Partial<Record<(typeof stage.devices.waiting)[number], () => void>> = {
      returnPermitCard: () => stage.devices.leaveCard(),
      retainPermitCard: () => stage.devices.keepCard(),
      wipe: () => stage.devices.finishWipe(),
      printEndorsements: () => stage.devices.finishPrint(),
      readBackEndorsements: () => stage.devices.finishReadBack(),
    };
    const answer = answers[stage.devices.waiting.at(0) ?? 'readIdCard'];
    if (answer === undefined) await stage.wait(90_000);
    else await stage.happens(answer);
  }
}

/** What is true when a visit is over, however it went. */
async function checkEnd(stage: SessionStage, path: string): Promise<void> {
  expect(stage.isOver, path).toBe(true);
  const { output, context } = stage.actor.getSnapshot();
  const { journal, devices } = stage;
  expect(context.personal, path).toEqual({ idCard: null, permit: null });
  expect(JSON.stringify({ ...context, deps: null }), path).not.toContain('林悦禾');
  // A card is out, in the bin, or inside, and then the kiosk opens to nobody.
  expect(devices.card, path).not.toBe('exit');
  if (devices.card === 'inside') expect(await stage.card.ask(), path).not.toBe('none');
  if (output?.wiped === true) expect(devices.buffered, path).toBe(false);
  // Once the kiosk has stored what could not be stored, everything that began is ended, and ended once.
  journal.refused.clear();
  for (const draft of output?.pending ?? []) await journal.commit(draft);
  expect(await journal.unfinished(), path).toMatchObject({ sessions: [], obligations: [], faults: [] });
  for (const kind of ['session.ended', 'application.submitted', 'receipt.issued', 'rating.given'] as const) {
    expect(journal.of(kind).length, path).toBeLessThanOrEqual(1);
  }
  expect(journal.of('session.ended'), path).toHaveLength(journal.of('session.started').length);
  expect(journal.of('card.written').length + journal.of('card.failed').length, path).toBeLessThanOrEqual(1);
}

const nameOf = (path: readonly Move[]) => path.map((step) => step.name).join(' → ');

/** Walks to every state that can be reached, checks it there and at the end, and gives the shortest way to each. */
async function walk(): Promise<{
  readonly screens: readonly string[];
  readonly paths: readonly (readonly Move[])[];
}> {
  const seen = new Set<string>();
  const screens = new Set<string>();
  const paths: (readonly Move[])[] = [];
  let frontier: (readonly Move[])[] = [[]];
  while (frontier.length > 0) {
    const next: (readonly Move[])[] = [];
    for (const path of frontier) {
      const stage = await replay(path);
      const key = keyOf(stage);
      if (seen.has(key)) continue;
      seen.add(key);
      screens.add(stage.screen);
      paths.push(path);
      checkNow(stage, nameOf(path));
      for (const step of movesOf(stage)) next.push([...path, step]);
      await finish(stage);
      await checkEnd(stage, nameOf(path));
    }
    frontier = next;
  }
  return { screens: [...screens].sort(), paths };
}

const LONG = 120_000;

describe('every way through a visit', () => {
  const walked = walk();

  it(
    'reaches all its screens, and ends wiped, with the card accounted for and nothing claimed too much',
    async () => {
      const { screens, paths } = await walked;
      expect(screens).toEqual([
        'card-left',
        'choose',
        'deciding',
        'declined',
        'device-trouble',
        'farewell',
        'insert-permit',
        'leaving',
        'pay',
        'place-id-card',
        'producing',
        'rate',
        'result',
        'review',
        'take-card',
        'take-id-card',
      ]);
      expect(paths.length).toBeGreaterThan(180);
    },
    LONG,
  );

  it.each(DISTURBANCES)(
    'does so with "$name" in any of its states',
    async (disturbance) => {
      for (const path of (await walked).paths) {
        const stage = await replay(path);
        if (stage.isOver) continue;
        await disturbance.run(stage);
        const name = nameOf([...path, disturbance]);
        checkNow(stage, name);
        await finish(stage);
        await checkEnd(stage, name);
      }
    },
    LONG,
  );

  it(
    'does so with several disturbances, in any order',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(999), { minLength: 5, maxLength: 40 }), async (picks) => {
          const stage = await replay([]);
          const path: Move[] = [];
          for (const pick of picks) {
            const moves = [...movesOf(stage), ...(pick % 4 === 0 ? DISTURBANCES : [])];
            const step = stage.isOver ? undefined : moves[pick % moves.length];
            if (step === undefined) break;
            path.push(step);
            await step.run(stage);
            checkNow(stage, nameOf(path));
          }
          await finish(stage);
          await checkEnd(stage, nameOf(path));
        }),
        { numRuns: 300 },
      );
    },
    LONG,
  );
});

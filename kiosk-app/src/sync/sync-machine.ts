import {
  type ApplicationStatus,
  type Challenge,
  DEFAULT_LIMITS,
  type Limits,
  PROTOCOL,
  presenceAnswerSchema,
  proofText,
  type SealingKey,
  type Welcome,
  welcomeAnswerSchema,
} from '@haizhu/shared/sync/protocol';
import { assign, emit, enqueueActions, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import type { LinkState } from '../ports/server-link.ts';
import { backoffMs } from './backoff.ts';
import type { JournalStore } from './journal-store.ts';
import type { Connection, Transport } from './transport.ts';
import type { TrustedClock } from './trusted-clock.ts';
import { type Timers, Uploader } from './uploader.ts';

/** What the machine works with. All of it is a port: no browser, no socket, no database. */
export interface SyncDeps {
  readonly kiosk: string;
  readonly epoch: number;
  readonly software: string;
  readonly transport: Transport;
  readonly store: JournalStore;
  readonly clock: TrustedClock;
  readonly timers: Timers;
  /** Random number in [0, 1), for jitter. */
  random(): number;
  /** Signs with the kiosk's key; base64url of r‖s. */
  sign(text: string): Promise<string>;
  /** What a presence frame says of the kiosk besides its clock. */
  presence(): Promise<Record<string, unknown>>;
}

type Refused = Exclude<LinkState['refusal'], 'second-window' | null>;

export type SyncEvent =
  | { readonly type: 'START' }
  | { readonly type: 'STOP' }
  | { readonly type: 'NETWORK_UP' }
  | { readonly type: 'CHALLENGE'; readonly challenge: Challenge }
  | { readonly type: 'APPLICATION'; readonly status: ApplicationStatus }
  | { readonly type: 'LINK_DOWN'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly type: 'COMMITTED' }
  | { readonly type: 'PRESENCE_CHANGED' }
  | { readonly type: 'PROGRESS' };

export type SyncEmitted =
  | { readonly type: 'application'; readonly status: ApplicationStatus }
  | { readonly type: 'welcome'; readonly welcome: Welcome; readonly clockErrorMs: number }
  | { readonly type: 'sealing-key'; readonly key: SealingKey }
  | { readonly type: 'progress' };

interface SyncContext {
  readonly deps: SyncDeps;
  readonly connection: Connection | null;
  readonly challenge: Challenge | null;
  readonly welcome: Welcome | null;
  readonly limits: Limits;
  /** Failed tries since the last success. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly refusal: Refused | null;
  readonly clockErrorMs: number | null;
  readonly lastFailure: string | null;
}

type HelloOutcome =
  | { readonly welcome: Welcome; readonly clockErrorMs: number }
  | { readonly refusal: Refused }
  | { readonly failed: string; readonly retryAfterMs: number | undefined };

const CONNECT_MS = 10_000;
/** A refusal is put right by people; asking once a minute is enough to notice. */
const REFUSED_MS = 60_000;

const REFUSALS: ReadonlySet<string> = new Set<Refused>([
  'revoked-kiosk',
  'unknown-kiosk',
  'stale-epoch',
  'wrong-signature',
  'protocol-unsupported',
  'journal-behind',
]);
const isRefusal = (error: string): error is Refused => REFUSALS.has(error);

async function hello(deps: SyncDeps, connection: Connection, challenge: Challenge): Promise<HelloOutcome> {
  const states = await deps.store.states();
  const proof = await deps.sign(proofText(challenge.nonce, deps.kiosk, deps.epoch, PROTOCOL));
  const askedAt = deps.clock.monotonic();
  const answered = await connection.ask(
    'hello',
    {
      protocol: PROTOCOL,
      kiosk: deps.kiosk,
      epoch: deps.epoch,
      proof,
      software: deps.software,
      wall: deps.clock.wall(),
      journals: states.map(({ epoch, head, through }) => ({ epoch, head, through })),
    },
    CONNECT_MS,
  );
  if (!answered.ok) return { failed: `hello: ${answered.error}`, retryAfterMs: undefined };
  const parsed = welcomeAnswerSchema.safeParse(answered.value);
  if (!parsed.success) return { failed: 'hello: answer not understood', retryAfterMs: undefined };
  const answer = parsed.data;
  if (!answer.ok) {
    if (isRefusal(answer.error)) return { refusal: answer.error };
    return { failed: `hello: ${answer.error}`, retryAfterMs: answer.retryAfterMs };
  }
  for (const { epoch, through } of answer.through) {
    const state = states.find((s) => s.epoch === epoch);
    if (state === undefined) continue;
    // The server has entries that this journal does not: the disk went back in time. Writing on would use their
    // numbers a second time, so only a new enrolment (a new epoch) helps. Nothing is written to an earlier epoch.
    if (through > state.head && epoch === deps.epoch) return { refusal: 'journal-behind' };
    const known = Math.min(through, state.head);
    if (known !== state.through) await deps.store.setThrough(epoch, known);
  }
  return { welcome: answer, clockErrorMs: deps.clock.measure(answer.serverTime, askedAt) };
}

/** The link to the server: connects, proves the kiosk, uploads, says it is alive, backs off. See SPEC.md. */
export const syncMachine = setup({
  types: {
    context: {} as SyncContext,
    events: {} as SyncEvent,
    emitted: {} as SyncEmitted,
    input: {} as SyncDeps,
  },
  actors: {
    hello: fromPromise(
      ({ input }: { input: { deps: SyncDeps; connection: Connection; challenge: Challenge } }) =>
        hello(input.deps, input.connection, input.challenge),
    ),
    uploader: fromCallback(
      ({
        input,
        receive,
        sendBack,
      }: {
        input: { deps: SyncDeps; connection: Connection; welcome: Welcome };
        receive: (listener: (event: { type: string }) => void) => void;
        sendBack: (event: SyncEvent) => void;
      }) => {
        const uploader = new Uploader({
          store: input.deps.store,
          connection: input.connection,
          limits: input.welcome.limits,
          timers: input.deps.timers,
          monotonic: () => input.deps.clock.monotonic(),
          through: new Map(input.welcome.through.map((t) => [t.epoch, t.through])),
          onProgress: () => sendBack({ type: 'PROGRESS' }),
          onFailed: (reason, retryAfterMs) =>
            sendBack({ type: 'LINK_DOWN', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
        });
        receive(() => uploader.poke());
        uploader.poke();
        return () => uploader.stop();
      },
    ),
    presence: fromPromise(
      async ({ input }: { input: { deps: SyncDeps; connection: Connection; limits: Limits } }) => {
        const { deps, connection, limits } = input;
        const told = { ...(await deps.presence()), wall: deps.clock.wall() };
        const askedAt = deps.clock.monotonic();
        const answered = await connection.ask('presence', told, limits.answerMs);
        if (!answered.ok) throw new Error(`presence: ${answered.error}`);
        const answer = presenceAnswerSchema.safeParse(answered.value);
        if (!answer.success) throw new Error('presence: answer not understood');
        if (!answer.data.ok) throw new Error(`presence: ${answer.data.error}`);
        const { serverTime, sealingKey } = answer.data;
        return { clockErrorMs: deps.clock.measure(serverTime, askedAt), sealingKey };
      },
    ),
  },
  delays: {
    retry: ({ context }) => context.delayMs,
    presence: ({ context }) => context.limits.presenceMs,
    connect: CONNECT_MS,
    refused: REFUSED_MS,
  },
  guards: {
    welcomed: (_, outcome: HelloOutcome) => 'welcome' in outcome,
    refused: (_, outcome: HelloOutcome) => 'refusal' in outcome,
  },
}).createMachine({
  id: 'sync',
  context: ({ input }) => ({
    deps: input,
    connection: null,
    challenge: null,
    welcome: null,
    limits: DEFAULT_LIMITS,
    attempt: 0,
    delayMs: 0,
    refusal: null,
    clockErrorMs: null,
    lastFailure: null,
  }),
  initial: 'stopped',
  on: { STOP: '.stopped' },
  states: {
    stopped: { on: { START: 'linked' } },
    waiting: {
      on: { NETWORK_UP: 'linked' },
      after: { retry: 'linked' },
    },
    refused: {
      on: { NETWORK_UP: 'linked' },
      after: { refused: 'linked' },
    },
    linked: {
      entry: assign({
        connection: ({ context, self }) =>
          context.deps.transport.connect({
            onChallenge: (challenge) => self.send({ type: 'CHALLENGE', challenge }),
            onApplication: (status) => self.send({ type: 'APPLICATION', status }),
            onDown: (reason) => self.send({ type: 'LINK_DOWN', reason }),
          }),
        challenge: null,
      }),
      exit: [({ context }) => context.connection?.close(), assign({ connection: null, welcome: null })],
      on: {
        LINK_DOWN: {
          target: 'waiting',
          actions: assign(({ context, event }) => ({
            attempt: context.attempt + 1,
            lastFailure: event.reason,
            delayMs: Math.max(event.retryAfterMs ?? 0, backoffMs(context.attempt + 1, context.deps.random())),
          })),
        },
      },
      initial: 'connecting',
      states: {
        connecting: {
          on: {
            CHALLENGE: { target: 'proving', actions: assign({ challenge: ({ event }) => event.challenge }) },
          },
          after: {
            connect: { actions: ({ self }) => self.send({ type: 'LINK_DOWN', reason: 'no challenge' }) },
          },
        },
        proving: {
          invoke: {
            src: 'hello',
            input: ({ context }) => {
              if (context.connection === null || context.challenge === null)
                throw new Error('proving without a link');
              return { deps: context.deps, connection: context.connection, challenge: context.challenge };
            },
            onDone: [
              {
                guard: { type: 'welcomed', params: ({ event }) => event.output },
                target: 'online',
                actions: [
                  assign(({ context, event }) =>
                    'welcome' in event.output
                      ? {
                          welcome: event.output.welcome,
                          limits: event.output.welcome.limits,
                          clockErrorMs: event.output.clockErrorMs,
                          refusal: null,
                          lastFailure: null,
                        }
                      : { attempt: context.attempt },
                  ),
                  emit(({ event }) => {
                    if (!('welcome' in event.output)) throw new Error('welcomed without a welcome');
                    return { type: 'welcome', ...event.output } as const;
                  }),
                ],
              },
              {
                guard: { type: 'refused', params: ({ event }) => event.output },
                target: '#sync.refused',
                actions: assign(({ event }) => ({
                  refusal: 'refusal' in event.output ? event.output.refusal : null,
                })),
              },
              {
                actions: ({ self, event }) => {
                  if (!('failed' in event.output)) return;
                  const { failed, retryAfterMs } = event.output;
                  self.send({
                    type: 'LINK_DOWN',
                    reason: failed,
                    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
                  });
                },
              },
            ],
            onError: {
              actions: ({ self, event }) =>
                self.send({ type: 'LINK_DOWN', reason: `hello: ${String(event.error)}` }),
            },
          },
        },
        online: {
          invoke: {
            id: 'uploader',
            src: 'uploader',
            input: ({ context }) => {
              if (context.connection === null || context.welcome === null)
                throw new Error('online without a link');
              return { deps: context.deps, connection: context.connection, welcome: context.welcome };
            },
          },
          on: {
            COMMITTED: { actions: sendTo('uploader', { type: 'POKE' }) },
            APPLICATION: {
              actions: emit(({ event }) => ({ type: 'application', status: event.status }) as const),
            },
            // Only an acknowledged entry or a quiet while proves that the link is good again; a welcome alone does not,
            // or a push that always fails would be tried without ever waiting longer.
            PROGRESS: { actions: [assign({ attempt: 0 }), emit({ type: 'progress' })] },
          },
          initial: 'telling',
          states: {
            telling: {
              invoke: {
                src: 'presence',
                input: ({ context }) => {
                  if (context.connection === null) throw new Error('presence without a link');
                  return { deps: context.deps, connection: context.connection, limits: context.limits };
                },
                onDone: {
                  target: 'quiet',
                  actions: [
                    assign({ clockErrorMs: ({ event }) => event.output.clockErrorMs }),
                    enqueueActions(({ event, enqueue }) => {
                      const { sealingKey: key } = event.output;
                      if (key !== undefined) enqueue.emit({ type: 'sealing-key', key });
                    }),
                  ],
                },
                onError: {
                  actions: ({ self, event }) => self.send({ type: 'LINK_DOWN', reason: String(event.error) }),
                },
              },
            },
            quiet: {
              on: { PRESENCE_CHANGED: 'telling' },
              after: { presence: { target: 'telling', actions: assign({ attempt: 0 }) } },
            },
          },
        },
      },
    },
  },
});

import { err, ok, type Result } from '@haizhu/shared/result';
import { DEFAULT_LIMITS, type Welcome } from '@haizhu/shared/sync/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Actor, createActor } from 'xstate';
import { LINK_TABLE, type LinkEffect, type LinkHappening, type LinkState } from './link-table.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { type SyncEvent, syncMachine } from './sync-machine.ts';
import { VirtualTime } from './testing/virtual-time.ts';
import type { KioskFrame, NoAnswer } from './transport.ts';
import { TrustedClock } from './trusted-clock.ts';

const STATES = Object.keys(LINK_TABLE.START) as LinkState[];
const HAPPENINGS = Object.keys(LINK_TABLE) as LinkHappening[];

let time: VirtualTime;
let actor: Actor<typeof syncMachine>;
let effects: Set<LinkEffect>;
let asked: { frame: KioskFrame; answer(answer: Result<unknown, NoAnswer>): void }[];

const welcome = (): Welcome => ({
  ok: true,
  serverTime: time.now(),
  through: [{ epoch: 1, through: 0 }],
  limits: DEFAULT_LIMITS,
  sealingKey: { kid: 'k', kty: 'EC', crv: 'P-256', x: '', y: '' },
  station: { id: 'S1', zh: '', en: '' },
  simulated: [],
});

/** Whether `hello` was answered on this connection; it looks into the journal too. */
let heard = false;

/** Watches where the uploader begins: it looks into the journal. */
class WatchedStore extends MemoryJournalStore {
  override states() {
    if (heard) effects.add('sends what waits');
    return super.states();
  }
}

beforeEach(async () => {
  time = new VirtualTime();
  effects = new Set();
  asked = [];
  const store = new WatchedStore();
  await store.begin(1, '0'.repeat(64));
  const clock = { wall: () => time.now(), monotonic: () => time.now() };
  actor = createActor(syncMachine, {
    clock: time as never,
    input: {
      kiosk: 'K1',
      epoch: 1,
      software: 'test',
      store,
      clock: new TrustedClock(clock, null),
      timers: time,
      random: () => 0.5,
      sign: async () => 'proof',
      presence: async () => ({}),
      transport: {
        connect() {
          effects.add('connects');
          heard = false;
          return {
            ask: (frame) =>
              new Promise((resolve) => {
                if (frame === 'hello') effects.add('says hello');
                if (frame === 'presence') effects.add('tells presence');
                asked.push({ frame, answer: resolve });
              }),
            close: () => effects.add('closes'),
          };
        },
      },
    },
  });
  actor.on('welcome', () => effects.add('keeps the welcome'));
  actor.on('application', () => effects.add('tells who watches'));
  actor.on('progress', () => effects.add('tells progress'));
  actor.start();
});

function state(): string {
  const path = (value: unknown): string =>
    typeof value === 'string'
      ? value
      : Object.entries(value as object)
          .map(([name, inner]) => `${name}.${path(inner)}`)
          .join();
  return path(actor.getSnapshot().value);
}

const open = (frame: KioskFrame) => asked.find((a) => a.frame === frame);

async function answer(frame: KioskFrame, answered: Result<unknown, NoAnswer>): Promise<void> {
  if (frame === 'hello') heard = true;
  open(frame)?.answer(answered);
  asked = asked.filter((a) => a.frame !== frame);
  await time.settle();
}

async function send(event: SyncEvent): Promise<void> {
  actor.send(event);
  await time.settle();
}

const EVENTS: { readonly [T in SyncEvent['type']]: Extract<SyncEvent, { type: T }> } = {
  START: { type: 'START' },
  STOP: { type: 'STOP' },
  NETWORK_UP: { type: 'NETWORK_UP' },
  CHALLENGE: {
    type: 'CHALLENGE',
    challenge: { nonce: 'n'.repeat(43), serverTime: 1, protocol: { min: 1, max: 1 } },
  },
  APPLICATION: { type: 'APPLICATION', status: {} as never },
  LINK_DOWN: { type: 'LINK_DOWN', reason: 'test' },
  COMMITTED: { type: 'COMMITTED' },
  PRESENCE_CHANGED: { type: 'PRESENCE_CHANGED' },
  PROGRESS: { type: 'PROGRESS' },
};

async function reach(wanted: LinkState): Promise<void> {
  const steps: Readonly<Record<LinkState, () => Promise<void>>> = {
    stopped: async () => {},
    waiting: async () => {
      await reach('linked.connecting');
      await send(EVENTS.LINK_DOWN);
    },
    refused: async () => {
      await reach('linked.proving');
      await answer('hello', ok({ ok: false, error: 'unknown-kiosk' }));
    },
    'linked.connecting': () => send(EVENTS.START),
    'linked.proving': async () => {
      await reach('linked.connecting');
      await send(EVENTS.CHALLENGE);
    },
    'linked.online.telling': async () => {
      // One failed try before: what starts the count anew can be seen.
      await reach('waiting');
      await send(EVENTS.NETWORK_UP);
      await send(EVENTS.CHALLENGE);
      await answer('hello', ok(welcome()));
    },
    'linked.online.quiet': async () => {
      await reach('linked.online.telling');
      await answer('presence', ok({ ok: true, serverTime: time.now() }));
    },
  };
  await steps[wanted]();
  expect(state()).toBe(wanted);
}

/** Makes it happen; false where it cannot. */
async function happen(happening: LinkHappening): Promise<boolean> {
  switch (happening) {
    case 'time over': {
      const before = state();
      // Longer than any time that runs in a state; it stops at the first that is over.
      for (let ms = 0; ms < 120_000 && state() === before && effects.size === 0; ms += 100) {
        await time.advance(100);
      }
      return state() !== before || effects.size > 0;
    }
    case 'hello: welcome':
      if (open('hello') === undefined) return false;
      await answer('hello', ok(welcome()));
      return true;
    case 'hello: refused for people to mend':
      if (open('hello') === undefined) return false;
      await answer('hello', ok({ ok: false, error: 'revoked-kiosk' }));
      return true;
    case 'hello: refused for now':
      if (open('hello') === undefined) return false;
      await answer('hello', ok({ ok: false, error: 'internal' }));
      return true;
    case 'hello: no answer':
      if (open('hello') === undefined) return false;
      await answer('hello', err('timed-out'));
      return true;
    case 'presence: answered':
      if (open('presence') === undefined) return false;
      await answer('presence', ok({ ok: true, serverTime: time.now() }));
      return true;
    case 'presence: no answer':
      if (open('presence') === undefined) return false;
      await answer('presence', err('timed-out'));
      return true;
    case 'START':
    case 'STOP':
    case 'NETWORK_UP':
    case 'CHALLENGE':
    case 'APPLICATION':
    case 'LINK_DOWN':
    case 'COMMITTED':
    case 'PRESENCE_CHANGED':
    case 'PROGRESS':
      await send(EVENTS[happening]);
      return true;
  }
}

describe.each(HAPPENINGS)('%s', (happening) => {
  test.each(STATES)('in %s the link does what the table says', async (from) => {
    await reach(from);
    effects.clear();
    const tries = actor.getSnapshot().context.attempt;
    const could = await happen(happening);
    if (tries > 0 && actor.getSnapshot().context.attempt === 0) effects.add('starts counting tries anew');
    const cell = LINK_TABLE[happening][from];
    if (cell === 'cannot') {
      expect([could, state()]).toEqual([false, from]);
      return;
    }
    expect(could).toBe(true);
    const expected = cell === 'stays' ? { to: from, does: [] } : cell;
    expect({ to: state(), does: [...effects].sort() }).toEqual({
      to: expected.to,
      does: [...expected.does].sort(),
    });
  });
});

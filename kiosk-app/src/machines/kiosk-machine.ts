import { assign, not } from 'xstate';
import type { Draft } from '../ports/journal.ts';
import { kioskSetup, stopping } from './kiosk-setup.ts';
import { KIOSK_LIMITS, type KioskContext, type KioskInput } from './kiosk-types.ts';

export { isIdle, kioskScreen } from './kiosk-screen.ts';

import { cardDesk } from '../card/card-desk.ts';
import { claimOf } from './recovery-screen.ts';
import { sessionView } from './session-screen.ts';
import { SESSION_LIMITS, type SessionDeps } from './session-types.ts';
import { tellingJournal } from './telling-journal.ts';
import { FREE, workVerdict } from './work-monitor.ts';

const sessionDeps = ({ input, journal, card, sessionLimits }: KioskContext): SessionDeps => ({
  peripherals: input.peripherals,
  card,
  journal,
  link: input.link,
  clock: input.clock,
  randomBytes: input.randomBytes,
  limits: sessionLimits,
});

const startedDraft = ({ software, userAgent, persisted }: KioskInput): Draft => ({
  kind: 'kiosk.started',
  body: {
    software: software.slice(0, 200),
    userAgent: (userAgent ?? '').slice(0, 200),
    persisted: persisted ?? null,
  },
});

const toSession = { actions: 'toSession' } as const;

const LOOK_UP = { guard: 'mayLookUp', target: 'session', actions: 'setStart' } as const;

const screenWhileBroken = ({ broken }: KioskContext) => (broken === 'storage' ? 'stopped' : 'out-of-service');

/** Settles what an earlier visit left behind before anybody is let in. */
const recoveringState = kioskSetup.createStateConfig({
  id: 'recovering',
  initial: 'reading',
  entry: {
    type: 'report',
    params: ({ context }) => (context.broken === null ? 'recovering' : screenWhileBroken(context)),
  },
  states: {
    reading: {
      invoke: {
        src: 'readUnfinished',
        input: ({ context }) => context.journal,
        onDone: {
          target: 'devices',
          actions: [
            assign(({ context, event: { output } }) => ({
              openFaults:
                context.monitor === null
                  ? output.faults.map(({ occurrence, fault, at, mark }) => ({
                      occurrenceId: occurrence,
                      faultId: fault,
                      at,
                      ...(mark === undefined ? {} : { mark }),
                    }))
                  : context.openFaults,
            })),
            'watchDevices',
          ],
        },
        onError: { target: '#broken', actions: assign({ broken: 'storage' }) },
      },
    },
    // A citizen's money does not wait for the repair of a device: it goes on without them after a while.
    devices: {
      always: {
        guard: ({ context }) => context.devicesReady && context.level !== 'out-of-service',
        target: 'settling',
      },
      after: { devices: 'settling' },
    },
    settling: {
      exit: assign({ claim: null }),
      invoke: {
        src: 'recovery',
        input: ({ context: { input, card, journal, pending, limits, sessionLimits, isFresh } }) => ({
          peripherals: input.peripherals,
          clock: input.clock,
          card,
          journal,
          pending,
          isFresh,
          limits: {
            presentMs: limits.presentMs,
            claimMs: limits.claimMs,
            tellMs: limits.tellMs,
            retryMs: limits.lookMs,
            takeCardMs: sessionLimits.takeCardMs,
          },
        }),
        onSnapshot: { actions: assign({ claim: ({ event }) => claimOf(event.snapshot) }) },
        onDone: [
          {
            guard: ({ event }) => event.output.outcome === 'clean',
            target: '#gate',
            actions: assign({ pending: [], broken: null, swept: true, isFresh: false }),
          },
          {
            target: '#broken',
            actions: assign(({ event: { output } }) => ({
              pending: output.pending,
              broken: output.outcome === 'devices' ? ('devices' as const) : ('storage' as const),
            })),
          },
        ],
        onError: { target: '#broken', actions: assign({ broken: 'storage' }) },
      },
    },
  },
});

const sessionState = kioskSetup.createStateConfig({
  entry: [assign({ swept: false }), { type: 'report', params: 'session' }],
  exit: assign({ start: null, view: null }),
  invoke: {
    id: 'session',
    src: 'session',
    input: ({ context }) => ({
      deps: sessionDeps(context),
      service: context.start?.service ?? 'endorsement',
      language: context.start?.language ?? 'zh',
      slow: context.start?.slow === true,
      idCardLies: context.idCardLies,
      faults: stopping(context.faults),
    }),
    onSnapshot: { actions: assign({ view: ({ event }) => sessionView(event.snapshot) }) },
    onDone: [
      {
        guard: ({ context, event: { output } }) =>
          output.wiped && output.pending.length + context.pending.length === 0 && context.broken === null,
        target: 'gate',
        actions: assign({ swept: true, isFresh: true, idCardLies: ({ event }) => event.output.idCardLies }),
      },
      {
        target: 'recovering',
        actions: assign(({ context, event: { output } }) => ({
          pending: [...context.pending, ...output.pending],
          swept: output.wiped,
          idCardLies: output.idCardLies,
          isFresh: true,
        })),
      },
    ],
    // Nobody knows what it was doing: it is ended like a visit that a power cut ended.
    onError: 'recovering',
  },
  on: {
    CHOOSE_GROUP: toSession,
    CHOOSE: toSession,
    NEXT: toSession,
    BACK: toSession,
    CONFIRM: toSession,
    EXIT: toSession,
    STILL_HERE: toSession,
    TOUCHED: toSession,
    TYPE: toSession,
    DELETE: toSession,
    RATE: toSession,
    SET_LANGUAGE: toSession,
    SET_PACE: toSession,
  },
});

/**
 * One run of an enrolled kiosk: boot, settling what was cut off, and then citizens one after the other for as long
 * as it can serve them. Show it with `kioskScreen`; send it `KioskAction`s.
 */
export const kioskMachine = kioskSetup.createMachine({
  id: 'kiosk',
  context: ({ input, spawn, self }) => {
    const { work: gauge, link, clock } = input;
    const workMonitor = spawn('workMonitor', { id: 'work', input: { gauge, link, clock } });
    let before = JSON.stringify(FREE);
    workMonitor.subscribe((snapshot) => {
      const verdict = workVerdict(snapshot);
      const now = JSON.stringify(verdict);
      if (now !== before) self.send({ type: 'WORK', verdict });
      before = now;
    });
    const journal = tellingJournal(input.journal, (type) => workMonitor.send({ type }));
    const cardActor = spawn('card', {
      id: 'card',
      input: {
        peripherals: input.peripherals,
        journal,
        ...(input.cardLimits === undefined ? {} : { limits: input.cardLimits }),
      },
    });
    const card = cardDesk(cardActor);
    card.watch((known) => self.send({ type: 'CARD', known }));
    return {
      input,
      limits: { ...KIOSK_LIMITS, ...input.limits },
      sessionLimits: { ...SESSION_LIMITS, ...input.sessionLimits },
      workMonitor,
      journal,
      scribe: spawn('scribe', { id: 'scribe', input: { journal } }),
      monitor: null,
      devicesReady: false,
      level: 'in-service',
      faults: [],
      shown: 'boot',
      toldLevel: null,
      work: FREE,
      simulated: [],
      link: link.state(),
      openFaults: [],
      pending: [],
      card,
      cardKnown: card.known(),
      isFresh: false,
      claim: null,
      broken: null,
      swept: false,
      idCardLies: false,
      start: null,
      view: null,
    };
  },
  initial: 'booting',
  invoke: { src: 'watchLink', input: ({ context }) => context.input.link },
  on: {
    LINK: { actions: 'setLink' },
    MONITOR: { actions: ['noteTold', 'noteLevel', 'reportAgain'] },
    WORK: { actions: ['setWork', 'noteLevel'] },
    DEVICES: { actions: ['setDevices', 'noteLevel'] },
    CARD: { actions: 'setCard' },
  },
  states: {
    booting: {
      entry: {
        type: 'report',
        params: ({ context }) => (context.broken === null ? 'boot' : screenWhileBroken(context)),
      },
      invoke: {
        src: 'commitDraft',
        input: ({ context }) => ({ journal: context.journal, draft: startedDraft(context.input) }),
        onDone: [
          {
            guard: ({ event: { output } }) => output.ok || output.error === 'invalid',
            target: 'recovering',
            actions: assign({ broken: null }),
          },
          { target: 'unwritable' },
        ],
        onError: 'unwritable',
      },
    },
    /** Not even the start could be stored. */
    unwritable: {
      entry: [assign({ broken: 'storage' }), { type: 'report', params: 'stopped' }],
      after: { retry: 'booting' },
    },
    recovering: recoveringState,
    broken: {
      id: 'broken',
      entry: { type: 'report', params: ({ context }) => screenWhileBroken(context) },
      after: { retry: 'recovering' },
      on: { START: LOOK_UP },
    },
    /** Nobody is let in before the devices have said, now, that no card is in the machine. */
    gate: {
      id: 'gate',
      always: { guard: 'isClosed', target: 'outOfService' },
      invoke: {
        src: 'askCard',
        input: ({ context }) => context.card,
        onDone: [
          {
            // Also where it went without a word: the journal is told what became of it.
            guard: ({ context, event }) => event.output !== 'none' || !context.card.isSettled(),
            target: 'recovering',
          },
          { guard: 'isStopped', target: 'stopped' },
          { target: 'attract' },
        ],
        onError: 'recovering',
      },
    },
    outOfService: {
      tags: 'idle',
      entry: { type: 'report', params: 'out-of-service' },
      always: { guard: 'isOpen', target: 'gate' },
      on: { START: LOOK_UP },
    },
    /** A work limit is passed: applications are looked up, and none is taken. */
    stopped: {
      tags: 'idle',
      entry: { type: 'report', params: 'stopped' },
      always: [
        { guard: 'isClosed', target: 'outOfService' },
        { guard: 'isWorking', target: 'attract' },
      ],
      on: { START: LOOK_UP },
    },
    attract: {
      tags: 'idle',
      entry: { type: 'report', params: 'attract' },
      always: [
        { guard: 'isClosed', target: 'outOfService' },
        { guard: 'isStopped', target: 'stopped' },
        // A device was disturbed: what was said of the card holds no longer.
        { guard: not('isEmpty'), target: 'gate' },
      ],
      on: {
        START: [
          // Nothing is begun by a clock that became wrong since it was looked at.
          { guard: 'isClockWrong', actions: 'lookAtClock' },
          { target: 'session', actions: 'setStart' },
        ],
      },
      /** An ID card that was left is told of until it is gone; one that is laid from now on is the next citizen's. */
      initial: 'asking',
      states: {
        asking: {
          invoke: {
            src: 'askIdCard',
            input: ({ context }) => context.input.peripherals,
            onDone: [
              {
                guard: ({ event }) => event.output === 'here',
                target: 'lies',
                actions: assign({ idCardLies: true }),
              },
              { target: 'free', actions: assign({ idCardLies: false }) },
            ],
            onError: 'free',
          },
        },
        lies: { after: { look: 'asking' } },
        free: {},
      },
    },
    session: sessionState,
  },
});

import { faultById } from '@haizhu/shared/faults/registry';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import { type AnyActorRef, assign, enqueueActions, setup } from 'xstate';
import { cardMachine } from '../card/card-machine.ts';
import type { Draft } from '../ports/journal.ts';
import { type DeviceMonitorEmitted, deviceMonitorMachine } from './device-monitor.ts';
import { askCard, commitDraft, readUnfinished, watchLink } from './kiosk-actors.ts';
import { levelToNote, presenceOf } from './kiosk-level.ts';
import { scribeMachine } from './kiosk-scribe.ts';
import type { KioskContext, KioskEvent, KioskInput } from './kiosk-types.ts';
import { recoveryMachine } from './recovery-machine.ts';
import { askIdCard } from './session-actors.ts';
import { closingRefusal } from './session-checks.ts';
import { sessionMachine } from './session-machine.ts';
import type { SessionEvent } from './session-types.ts';
import type { SessionAction } from './session-view.ts';
import { uuidV7 } from './uuid-v7.ts';
import { workMonitorMachine } from './work-monitor.ts';

/** Open faults with which no visit can go on. */
export const stopping = (faults: readonly string[]): readonly string[] =>
  faults.filter((id) => faultById(id)?.severity === 'out-of-service');

/** The journal's entry of a fault's begin or end. */
function faultDraft(told: Exclude<DeviceMonitorEmitted, { type: 'level' }>): Draft {
  const occurrence = told.occurrenceId as EntryBody<'fault.begun'>['occurrence'];
  const at = Math.max(0, Math.round(told.at));
  return told.type === 'fault.begun'
    ? { kind: 'fault.begun', body: { occurrence, fault: told.faultId, device: told.device, at } }
    : { kind: 'fault.cleared', body: { occurrence, at } };
}

const isSessionAction = (event: KioskEvent): event is SessionAction => {
  switch (event.type) {
    case 'START':
    case 'ENROL':
    case 'LINK':
    case 'MONITOR':
    case 'WORK':
    case 'DEVICES':
    case 'CARD':
      return false;
    default:
      return true;
  }
};

const isClosed = ({ devicesReady, level, link }: KioskContext) =>
  !devicesReady || level === 'out-of-service' || closingRefusal(link) !== null;

/**
 * Looking an application up takes no new work and uses no device: it goes on while a device is broken. What an earlier
 * visit left behind is settled first, and where the server refuses this machine it would learn nothing.
 */
export const mayLookUp = ({ devicesReady, broken, swept, link, level }: KioskContext): boolean =>
  devicesReady &&
  broken !== 'devices' &&
  swept &&
  closingRefusal(link) === null &&
  (link.online || level !== 'out-of-service');

/** Types, actors and actions of the kiosk machine. */
export const kioskSetup = setup({
  types: {
    context: {} as KioskContext,
    events: {} as KioskEvent,
    input: {} as KioskInput,
    tags: {} as 'idle',
  },
  actors: {
    commitDraft,
    readUnfinished,
    watchLink,
    askCard,
    askIdCard,
    recovery: recoveryMachine,
    card: cardMachine,
    scribe: scribeMachine,
    monitor: deviceMonitorMachine,
    workMonitor: workMonitorMachine,
    session: sessionMachine,
  },
  delays: {
    devices: ({ context }) => context.limits.devicesMs,
    retry: ({ context }) => context.limits.retryMs,
    look: ({ context }) => context.limits.lookMs,
  },
  guards: {
    /** Nobody new is let in. */
    isClosed: ({ context }) => isClosed(context),
    isOpen: ({ context }) => !isClosed(context),
    /** Nobody new is let in who would apply for something. */
    isStopped: ({ context }) => context.work.level === 'stop',
    isWorking: ({ context }) => context.work.level !== 'stop',
    isClockWrong: ({ context, event }) =>
      event.type === 'START' &&
      event.service === 'endorsement' &&
      context.input.clock.state().trust === 'wrong',
    /** Looking an application up takes no new work, and needs nothing but a clean machine. */
    mayLookUp: ({ context, event }) =>
      event.type === 'START' && event.service === 'check' && mayLookUp(context),
    /** No card is in the machine, as its devices say. */
    isEmpty: ({ context }) => context.cardKnown === 'none',
    isBusy: ({ context }) => context.cardKnown === 'busy',
  },
  actions: {
    setLink: assign(({ event }) => (event.type === 'LINK' ? { link: event.state } : {})),
    setStart: assign(({ event }) =>
      event.type === 'START'
        ? { start: { service: event.service, language: event.language, slow: event.slow === true } }
        : {},
    ),
    setCard: assign(({ event }) => (event.type === 'CARD' ? { cardKnown: event.known } : {})),
    /** Begins to watch the devices, going on with the faults that the journal left open. */
    watchDevices: assign({
      monitor: ({ context, spawn, self }) => {
        if (context.monitor !== null) return context.monitor;
        const { peripherals, clock, randomBytes } = context.input;
        const monitor = spawn('monitor', {
          id: 'monitor',
          input: {
            peripherals,
            open: context.openFaults,
            clock,
            newId: () => uuidV7(clock.now(), randomBytes),
          },
        });
        const kiosk: AnyActorRef = self;
        monitor.on('*', (told) => kiosk.send({ type: 'MONITOR', told }));
        let before = '';
        monitor.subscribe(({ context: { ready, simulated } }) => {
          const now = JSON.stringify([ready, simulated]);
          if (now !== before) kiosk.send({ type: 'DEVICES', ready, simulated });
          before = now;
        });
        return monitor;
      },
    }),
    /** Writes down what the monitor tells, and passes on to a visit what stops it. */
    noteTold: enqueueActions(({ context, event, enqueue, self }) => {
      if (event.type !== 'MONITOR') return;
      const { told } = event;
      if (told.type !== 'level') {
        enqueue.sendTo(context.scribe, { type: 'NOTE', draft: faultDraft(told) });
        return;
      }
      const { level, faults } = told;
      enqueue.assign({ level, faults });
      const session = self.getSnapshot().children['session'];
      if (session !== undefined) {
        const stop: SessionEvent = { type: 'FAULTS', faults: stopping(faults) };
        enqueue.sendTo(session, stop);
      }
    }),
    /** What a citizen does is for the visit that runs. */
    toSession: enqueueActions(({ event, enqueue, self }) => {
      const session = self.getSnapshot().children['session'];
      if (session !== undefined && isSessionAction(event)) enqueue.sendTo(session, event);
    }),
    setDevices: assign(({ event }) =>
      event.type === 'DEVICES' ? { devicesReady: event.ready, simulated: event.simulated } : {},
    ),
    /** The level is journalled when it changes, from the moment it is known. */
    noteLevel: enqueueActions(({ context, enqueue }) => {
      const { level, faults } = levelToNote(context);
      if (!context.devicesReady && level === 'in-service') return;
      if (context.toldLevel === level) return;
      const draft: Draft = { kind: 'kiosk.level', body: { level, faults: [...faults] } };
      enqueue.sendTo(context.scribe, { type: 'NOTE', draft });
      enqueue.assign({ toldLevel: level });
    }),
    /** What the presence frames say from now on. */
    report: enqueueActions(({ context, enqueue }, screen: string) => {
      enqueue.assign({ shown: screen });
      tellLink({ ...context, shown: screen });
    }),
    reportAgain: ({ context }) => tellLink(context),
    lookAtClock: ({ context }) => context.workMonitor.send({ type: 'LOOK' }),
    /** The verdict changes with each entry that is sent; the server is told only what it does not know. */
    setWork: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WORK') return;
      const after = { ...context, work: event.verdict };
      enqueue.assign({ work: event.verdict });
      if (JSON.stringify(presenceOf(after)) !== JSON.stringify(presenceOf(context))) tellLink(after);
    }),
  },
});

const tellLink = (context: KioskContext) => context.input.link.report(presenceOf(context));

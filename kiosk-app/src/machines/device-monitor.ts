import { type DeviceClass, FAULTS, type FaultId, faultById } from '@haizhu/shared/faults/registry';
import { type ActorRefFrom, enqueueActions, fromCallback, setup } from 'xstate';
import type { KioskClock, TimeMark } from '../ports/clock.ts';
import type { DeviceCondition, Peripherals } from '../ports/devices.ts';
import { type FaultReport, faultMachine, type Moment } from './device-monitor-fault.ts';
import { isAllKnown, type ServiceLevel, serviceLevel, signOf } from './device-monitor-level.ts';

/** A fault that the journal has begun and not cleared. */
export interface OpenOccurrence {
  readonly occurrenceId: string;
  readonly faultId: string;
  readonly at: number;
  /** Set where `at` is no measure. */
  readonly mark?: TimeMark;
}

export interface DeviceMonitorInput {
  readonly peripherals: Pick<Peripherals, 'watch'>;
  /** Occurrences that were open when the app ended, from the journal. */
  readonly open: readonly OpenOccurrence[];
  readonly clock: KioskClock;
  /** A new occurrence id (a UUID). */
  newId(): string;
}

export type DeviceMonitorEmitted =
  | {
      readonly type: 'fault.begun';
      readonly occurrenceId: string;
      readonly faultId: FaultId;
      readonly device: DeviceClass;
      readonly at: number;
    }
  | { readonly type: 'fault.cleared'; readonly occurrenceId: string; readonly at: number }
  /** After every fault that begins or is cleared, also where the level stays. */
  | { readonly type: 'level'; readonly level: ServiceLevel; readonly faults: readonly FaultId[] };

interface Occurrence {
  readonly occurrenceId: string;
  readonly faultId: FaultId;
  readonly at: number;
  readonly mark?: TimeMark;
  /** When it began, by the monotonic clock of this run; null where it began before. */
  readonly began: number | null;
}

interface DeviceMonitorContext {
  readonly input: DeviceMonitorInput;
  readonly watchers: Readonly<Record<FaultId, ActorRefFrom<typeof faultMachine>>>;
  readonly open: readonly Occurrence[];
  /** What the kiosk can do now, after debounce. */
  readonly level: ServiceLevel;
  /** Devices that are simulators, for the screen to say so. */
  readonly simulated: readonly DeviceClass[];
  /** Whether every device was heard of at least once, or the device service is known to be lost. */
  readonly ready: boolean;
}

type DeviceMonitorEvent =
  | { readonly type: 'CONDITIONS'; readonly conditions: readonly DeviceCondition[] }
  | FaultReport;

/**
 * Watches all devices, tells faults that begin and end (emitted events, to be journalled) and what the kiosk can do
 * with them. Listen with `actor.on` before `actor.start()`.
 */
export const deviceMonitorMachine = setup({
  types: {
    context: {} as DeviceMonitorContext,
    events: {} as DeviceMonitorEvent,
    input: {} as DeviceMonitorInput,
    emitted: {} as DeviceMonitorEmitted,
  },
  actors: {
    fault: faultMachine,
    watch: fromCallback<DeviceMonitorEvent, DeviceMonitorInput>(({ input, sendBack }) =>
      input.peripherals.watch((conditions) => sendBack({ type: 'CONDITIONS', conditions })),
    ),
  },
  actions: {
    /** What a newer or older registry called a fault cannot go on here: it is ended, and told. */
    clearWhatCannotGoOn: enqueueActions(({ context, enqueue }) => {
      const at = context.input.clock.now();
      for (const { occurrenceId } of context.input.open) {
        if (!context.open.some((occurrence) => occurrence.occurrenceId === occurrenceId)) {
          enqueue.emit({ type: 'fault.cleared', occurrenceId, at });
        }
      }
      if (context.level !== 'in-service') enqueue.emit(levelOf(context.open));
    }),
    pass: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'CONDITIONS') return;
      const { conditions } = event;
      for (const { id } of FAULTS) enqueue.sendTo(context.watchers[id], { type: signOf(id, conditions) });
      enqueue.assign({
        simulated: conditions.some((c) => c.device !== 'device-service')
          ? conditions.filter((c) => c.simulated).map((c) => c.device)
          : context.simulated,
        ready: context.ready || isAllKnown(conditions),
      });
    }),
    begin: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'FAULT_BEGUN') return;
      const { faultId, at, monotonic: began } = event;
      const occurrence = { occurrenceId: context.input.newId(), faultId, at };
      const open = [...context.open, { ...occurrence, began }];
      const told = levelOf(open);
      enqueue.emit({
        type: 'fault.begun',
        ...occurrence,
        device: faultById(faultId)?.device ?? 'device-service',
      });
      enqueue.assign({ open, level: told.level, ready: true });
      enqueue.emit(told);
    }),
    clear: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'FAULT_CLEARED') return;
      const occurrence = context.open.find((candidate) => candidate.faultId === event.faultId);
      if (occurrence === undefined) return;
      const open = context.open.filter((candidate) => candidate !== occurrence);
      const told = levelOf(open);
      const at = endOf(occurrence, event, context.input.clock);
      enqueue.emit({ type: 'fault.cleared', occurrenceId: occurrence.occurrenceId, at });
      enqueue.assign({ open, level: told.level });
      enqueue.emit(told);
    }),
  },
}).createMachine({
  id: 'device-monitor',
  context: ({ input, spawn }) => {
    const open = resumable(input.open);
    const watchers = Object.fromEntries(
      FAULTS.map(({ id }) => {
        const resumed = open.some((occurrence) => occurrence.faultId === id);
        const now = () => ({ at: input.clock.now(), monotonic: input.clock.monotonic() });
        return [id, spawn('fault', { id, input: { faultId: id, now, resumed } })];
      }),
    );
    return {
      input,
      // One watcher for each id of the registry was made one line above.
      watchers: watchers as DeviceMonitorContext['watchers'],
      open,
      level: serviceLevel(open.map((occurrence) => occurrence.faultId)),
      simulated: [],
      ready: false,
    };
  },
  entry: 'clearWhatCannotGoOn',
  invoke: { src: 'watch', input: ({ context }) => context.input },
  on: {
    CONDITIONS: { actions: 'pass' },
    FAULT_BEGUN: { actions: 'begin' },
    FAULT_CLEARED: { actions: 'clear' },
  },
});

/** The recorded occurrences that go on: known faults, each once, the oldest of it. */
function resumable(recorded: readonly OpenOccurrence[]): readonly Occurrence[] {
  const oldestFirst = [...recorded].sort((a, b) => a.at - b.at);
  const known = new Map<FaultId, Occurrence>();
  for (const { faultId, ...rest } of oldestFirst) {
    const fault = faultById(faultId);
    if (fault !== undefined && !known.has(fault.id))
      known.set(fault.id, { ...rest, faultId: fault.id, began: null });
  }
  return [...known.values()];
}

/**
 * When a fault ended, so that from its beginning it lasted as long as it did: a clock that was put right meanwhile, or
 * was set back, makes it neither longer nor shorter. Of one that was there before this run, and whose beginning is no
 * measure, only that counts which this run has seen.
 */
function endOf({ at, mark, began }: Occurrence, ended: Moment, clock: KioskClock): number {
  if (began !== null) return at + ended.monotonic - began;
  const lastedMs = mark === undefined ? ended.at - at : ended.monotonic - clock.began;
  return at + Math.max(0, lastedMs);
}

function levelOf(open: readonly Occurrence[]): Extract<DeviceMonitorEmitted, { type: 'level' }> {
  const faults = open.map((occurrence) => occurrence.faultId);
  return { type: 'level', level: serviceLevel(faults), faults };
}

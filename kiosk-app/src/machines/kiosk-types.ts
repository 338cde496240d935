import type { ActorRefFrom } from 'xstate';
import type { CardDesk, CardKnown } from '../card/card-desk.ts';
import type { CardLimits } from '../card/card-types.ts';
import type { KioskClock } from '../ports/clock.ts';
import type { Peripherals } from '../ports/devices.ts';
import type { Draft, Journal } from '../ports/journal.ts';
import type { LinkState, ServerLink } from '../ports/server-link.ts';
import type { WorkGauge } from '../ports/work-gauge.ts';
import type { DeviceMonitorEmitted, deviceMonitorMachine, OpenOccurrence } from './device-monitor.ts';
import type { ServiceLevel } from './device-monitor-level.ts';
import type { scribeMachine } from './kiosk-scribe.ts';
import type { RandomBytes, SessionLimits } from './session-types.ts';
import type { KioskAction, SessionAction, SessionView } from './session-view.ts';
import type { WorkVerdict, workMonitorMachine } from './work-monitor.ts';

/** All in ms. */
export interface KioskLimits {
  /** How long the devices are waited for at boot before what they are not needed for is settled. */
  readonly devicesMs: number;
  /** Between two tries of settling. */
  readonly retryMs: number;
  /** A citizen whose visit began this recently may still stand there after a crash. */
  readonly presentMs: number;
  /** How long the holder of a card that was held then is waited for, to lay the ID card down. */
  readonly claimMs: number;
  /** How long it is told that a card was kept. */
  readonly tellMs: number;
  /** Between two looks at a device that is away or busy, or at the ID reader. */
  readonly lookMs: number;
}

export const KIOSK_LIMITS: KioskLimits = {
  devicesMs: 30_000,
  retryMs: 5000,
  presentMs: 1_800_000,
  claimMs: 60_000,
  tellMs: 20_000,
  lookMs: 2000,
};

export interface KioskInput {
  readonly peripherals: Peripherals;
  readonly journal: Journal;
  readonly link: ServerLink;
  readonly work: WorkGauge;
  readonly clock: KioskClock;
  readonly randomBytes: RandomBytes;
  /** What `kiosk.started` says of the program. */
  readonly software: string;
  readonly userAgent?: string;
  /** What the browser answered when asked not to clear this kiosk's data. */
  readonly persisted?: boolean | null;
  readonly limits?: Partial<KioskLimits>;
  readonly sessionLimits?: Partial<SessionLimits>;
  readonly cardLimits?: Partial<CardLimits>;
}

export interface KioskContext {
  readonly input: KioskInput;
  readonly limits: KioskLimits;
  readonly sessionLimits: SessionLimits;
  readonly workMonitor: ActorRefFrom<typeof workMonitorMachine>;
  /** The journal of the input; what it takes and refuses is told to the work monitor. */
  readonly journal: Journal;
  readonly scribe: ActorRefFrom<typeof scribeMachine>;
  /** Null until the journal told which faults were open. */
  readonly monitor: ActorRefFrom<typeof deviceMonitorMachine> | null;
  readonly devicesReady: boolean;
  readonly level: ServiceLevel;
  readonly faults: readonly string[];
  /** What presence frames name as the screen. */
  readonly shown: string;
  /** The level that the journal knows; null before the first. */
  readonly toldLevel: ServiceLevel | null;
  /** Whether new work is taken. */
  readonly work: WorkVerdict;
  readonly simulated: readonly string[];
  readonly link: LinkState;
  readonly openFaults: readonly OpenOccurrence[];
  readonly pending: readonly Draft[];
  /** The permit card in the machine: one chart for as long as the program runs. */
  readonly card: CardDesk;
  /** What its chart knows at this moment. Only `none` opens the kiosk. */
  readonly cardKnown: CardKnown;
  /** A visit of this run ended a moment ago. */
  readonly isFresh: boolean;
  /** What is asked of the holder of a card that was held when a visit was cut off. */
  readonly claim: CardClaim | null;
  /** Stays while it is tried again, until everything is settled. */
  readonly broken: 'storage' | 'devices' | null;
  /** Nothing of a visit is left in the devices: known once they were cleared, and while nobody was let in since. */
  readonly swept: boolean;
  /** An ID card lies on the reader that somebody has left: as the reader said when it was last asked. */
  readonly idCardLies: boolean;
  readonly start: Omit<Start, 'type'> | null;
  readonly view: SessionView | null;
}

/**
 * `lift-id-card`: one lies there; `lay-id-card`: it may be laid down now; `take-card`: the permit is in
 * the slot; `card-kept`: it is not given back here.
 */
export interface CardClaim {
  readonly ask: 'lift-id-card' | 'lay-id-card' | 'take-card' | 'card-kept';
  /** By `monotonic()`. */
  readonly until: number;
}

type Start = Extract<KioskAction, { type: 'START' }>;

export type KioskEvent =
  | Start
  /** Enrolment is done before this machine is made: here it does nothing. */
  | { readonly type: 'ENROL'; readonly code: string }
  | SessionAction
  | { readonly type: 'LINK'; readonly state: LinkState }
  | { readonly type: 'MONITOR'; readonly told: DeviceMonitorEmitted }
  | { readonly type: 'WORK'; readonly verdict: WorkVerdict }
  | { readonly type: 'DEVICES'; readonly ready: boolean; readonly simulated: readonly string[] }
  | { readonly type: 'CARD'; readonly known: CardKnown };

import {
  SIMULATED_PEOPLE,
  type SimulatedPerson,
  simulatedPersonById,
} from '@haizhu/shared/simulation/people';
import type { EndorsementField, ReceiptField } from '@haizhu/shared/xfs/forms';
import type { ServedDevice } from '@haizhu/shared/xfs/status';
import type { Timers } from '../timers.ts';
import type { CardPosition, JamMoment } from './panel-types.ts';
import { SimulatedUnit } from './unit.ts';

/** A permit card with its rewritable back. It keeps what was printed on it, whoever holds it. */
export interface SimulatedPermit {
  readonly person: SimulatedPerson;
  readonly position: CardPosition;
}

/** Cards the retain bin takes. */
export const BIN_SIZE = 20;
const SLIPS_KEPT = 5;

/**
 * The little world around simulated devices: hands, cards, paper, cables. Devices look at it and move things in
 * it; the panel puts its hands in. Every change is told to all devices.
 */
export class SimulatedWorld {
  readonly units: Readonly<Record<ServedDevice, SimulatedUnit>>;
  readonly jams: Record<Exclude<ServedDevice, 'id-reader'>, 'none' | 'jammed' | Exclude<JamMoment, 'now'>> = {
    'card-reader': 'none',
    'card-printer': 'none',
    'receipt-printer': 'none',
  };
  plate: SimulatedPerson | null = null;
  permit: SimulatedPermit | null = null;
  slotOpen = false;
  binCount = 0;
  paper: 'full' | 'low' | 'out' = 'full';
  verifyMismatch = false;
  readonly unreadable = { idCard: false, permit: false };
  slips: readonly (readonly ReceiptField[])[] = [];
  readonly #backs = new Map<string, readonly EndorsementField[]>();

  /** `speed` 1 takes as long as a real machine, 100 a hundredth of it. */
  constructor(speed = 1, timers?: Timers) {
    this.units = {
      'id-reader': new SimulatedUnit(speed, timers),
      'card-reader': new SimulatedUnit(speed, timers),
      'card-printer': new SimulatedUnit(speed, timers),
      'receipt-printer': new SimulatedUnit(speed, timers),
    };
  }

  get people(): readonly SimulatedPerson[] {
    return SIMULATED_PEOPLE;
  }

  person(id: string): SimulatedPerson | undefined {
    return simulatedPersonById(id);
  }

  backOf(person: SimulatedPerson): readonly EndorsementField[] {
    return this.#backs.get(person.id) ?? [];
  }

  printBack(person: SimulatedPerson, endorsements: readonly EndorsementField[]): void {
    this.#backs.set(person.id, endorsements);
    this.changed();
  }

  movePermit(position: CardPosition): void {
    if (this.permit === null) return;
    this.permit = position === 'hand' ? null : { ...this.permit, position };
    if (position === 'kept') {
      this.binCount = Math.min(BIN_SIZE, this.binCount + 1);
      this.permit = null;
    }
    this.changed();
  }

  printSlip(lines: readonly ReceiptField[]): void {
    this.slips = [lines, ...this.slips].slice(0, SLIPS_KEPT);
    this.changed();
  }

  /** Everything as on the first morning. Commands that wait go on waiting. */
  restore(): void {
    this.plate = null;
    this.permit = null;
    this.binCount = 0;
    this.paper = 'full';
    this.verifyMismatch = false;
    this.unreadable.idCard = false;
    this.unreadable.permit = false;
    this.slips = [];
    this.#backs.clear();
    this.jams['card-reader'] = 'none';
    this.jams['card-printer'] = 'none';
    this.jams['receipt-printer'] = 'none';
    for (const unit of Object.values(this.units)) {
      unit.setSlow(false);
      unit.setFlapping(false);
    }
    this.changed();
  }

  changed(): void {
    for (const unit of Object.values(this.units)) unit.changed();
  }

  /** Calls after any change. Returns how to stop. */
  onChange(listener: () => void): () => void {
    const stops = Object.values(this.units).map((unit) => unit.onChange(listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Whether a prepared jam happens at this movement; it does so once. */
  jamsAt(device: 'card-reader' | 'card-printer', moment: Exclude<JamMoment, 'now'>): boolean {
    if (this.jams[device] !== moment) return false;
    this.jams[device] = 'jammed';
    this.changed();
    return true;
  }

  close(): void {
    for (const unit of Object.values(this.units)) unit.close();
  }
}

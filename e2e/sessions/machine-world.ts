import type { CardPosition } from '@haizhu/kiosk-app/device-service/simulation/panel-types';
import { SimulatedWorld } from '@haizhu/kiosk-app/device-service/simulation/world';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import type { EndorsementField, ReceiptField } from '@haizhu/shared/xfs/forms';
import type { ProcessTimers } from './process-timers.ts';

type ServiceTime = Pick<ProcessTimers, 'now' | 'setTimeout' | 'clearTimeout' | 'run'>;

export interface WorldWitness {
  /** A card has moved, by the machine or by a hand. */
  moved(person: SimulatedPerson, from: CardPosition, to: CardPosition): void;
  slip(lines: readonly ReceiptField[]): void;
  /** What stands on the back of a card now. */
  printed(person: SimulatedPerson, endorsements: readonly string[]): void;
}

/**
 * The cards, hands and cables of one machine. It is there before and after the device service, which sees what happens
 * to it only while its event loop turns.
 */
export class MachineWorld extends SimulatedWorld {
  readonly #people = new Map<string, SimulatedPerson>();
  readonly #service: ServiceTime;
  readonly #witness: WorldWitness;

  /** The clock of the devices stands still with the event loop of the service that moves them. */
  constructor(service: ServiceTime, witness: WorldWitness) {
    super(1, service);
    this.#service = service;
    this.#witness = witness;
  }

  add(person: SimulatedPerson): void {
    this.#people.set(person.id, person);
  }

  override get people(): readonly SimulatedPerson[] {
    return [...this.#people.values()];
  }

  override person(id: string): SimulatedPerson | undefined {
    return this.#people.get(id);
  }

  override movePermit(position: CardPosition): void {
    const before = this.permit;
    super.movePermit(position);
    if (before !== null) this.#witness.moved(before.person, before.position, position);
  }

  override printBack(person: SimulatedPerson, endorsements: readonly EndorsementField[]): void {
    super.printBack(person, endorsements);
    this.#witness.printed(person, printTexts(endorsements));
  }

  override printSlip(lines: readonly ReceiptField[]): void {
    super.printSlip(lines);
    this.#witness.slip(lines);
  }

  override changed(): void {
    this.#service.run(this.#tell);
  }

  readonly #tell = () => super.changed();
}

/** Endorsements as one text each, in an order that does not depend on theirs. */
export const printTexts = (fields: readonly EndorsementField[]): readonly string[] =>
  fields.map((f) => [f.place, f.group, f.entries, f.validFrom, f.validUntil, f.number].join(' ')).sort();

import { act } from '@haizhu/kiosk-app/device-service/simulation/actions';
import type { KioskScreen, SessionScreen } from '@haizhu/kiosk-app/machines/session-view';
import { CHECK_CODE_ALPHABET } from '@haizhu/shared/journal/check-code';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import type { Random } from '../chaos/random.ts';
import { anything, asksForIdCard, choiceOf, type Doing } from './citizen-choice.ts';
import type { Machine } from './machine.ts';
import type { Phone } from './phone.ts';
import type { Record } from './record.ts';

export interface CitizenParts {
  readonly person: SimulatedPerson;
  readonly machine: Machine;
  readonly record: Record;
  readonly phone: Phone;
  readonly random: Random;
  /** A code of an earlier visit, to ask with. */
  readonly knownCode: string | null;
}

type Temper = 'brisk' | 'slow' | 'restless' | 'quitter';

/** How often somebody starts again who finds the machine open. */
const MOST_STARTS = 3;

/** Somebody in front of the machine, who sees its screen and has two hands. Knows nothing of what is behind it. */
export class Citizen {
  readonly #parts: CitizenParts;
  readonly #temper: Temper;
  readonly #isForgetful: boolean;
  readonly #service: 'endorsement' | 'check';
  /** How long they look at a machine that does nothing for them, ms. */
  readonly #patienceMs: number;
  #waitedMs = 0;
  #starts = 0;
  #isDone = false;
  #toType: string;
  /** What was last asked for with the ID card; asked again, it is laid again. */
  #laidFor = '';

  constructor(parts: CitizenParts) {
    const { random, knownCode } = parts;
    this.#parts = parts;
    const luck = random.next();
    this.#temper = luck < 0.6 ? 'brisk' : luck < 0.75 ? 'slow' : luck < 0.88 ? 'restless' : 'quitter';
    this.#isForgetful = random.next() < 0.08;
    this.#service = random.next() < 0.1 ? 'check' : 'endorsement';
    this.#patienceMs = random.next() < 0.35 ? random.int(2000, 20_000) : random.int(60_000, 240_000);
    this.#toType = knownCode ?? CHECK_CODE_ALPHABET.slice(3, 15);
  }

  /** How long until they do something again, ms. */
  pause(): number {
    const { random } = this.#parts;
    if (this.#temper === 'slow' && random.next() < 0.12) return random.int(20_000, 110_000);
    return this.#temper === 'brisk' ? random.int(300, 3500) : random.int(500, 9000);
  }

  /** Looks up, and does one thing or nothing. `gone`: they went away, with what they did not forget. */
  step(screen: KioskScreen | null, sinceMs: number): 'here' | 'gone' {
    const { random } = this.#parts;
    if (random.next() < (this.#temper === 'quitter' ? 0.07 : 0.006)) return this.#leave('had enough');
    if (this.#takesCard() || this.#isAsked(screen)) return 'here';
    if (screen?.screen === 'session') {
      this.#waitedMs = 0;
      if (screen.view.idleWarning !== null && random.next() < 0.6) {
        this.#do({ do: 'touch', action: { type: 'STILL_HERE' } });
      } else this.#inVisit(screen.view.now);
      return 'here';
    }
    if (screen?.screen === 'attract') {
      if (this.#isDone && this.#lacksNothing()) return this.#leave('done');
      if (!this.#isDone && this.#starts < MOST_STARTS && random.next() < 0.8) {
        this.#starts += 1;
        const language = random.pick(['zh', 'en'] as const);
        this.#do({ do: 'touch', action: { type: 'START', service: this.#service, language } });
        return 'here';
      }
    }
    this.#waitedMs += sinceMs;
    return this.#waitedMs > this.#patienceMs ? this.#leave('waited enough') : 'here';
  }

  #inVisit(now: SessionScreen): void {
    const { random, person, machine, record } = this.#parts;
    if (['result', 'declined', 'device-trouble', 'check-result'].includes(now.screen)) this.#isDone = true;
    if (this.#temper === 'restless' && random.next() < 0.35) {
      this.#do(anything(random));
      return;
    }
    const hands = {
      hasLaid: machine.world.plate === person,
      hasPermit: record.whereIs(person.id) === 'hand',
      toType: this.#toType,
    };
    const doing = choiceOf(now, hands, random);
    if (doing.do === 'touch' && doing.action.type === 'TYPE') this.#toType = this.#toType.slice(1);
    this.#do(doing);
  }

  /** A card of theirs that lies in the slot. */
  #takesCard(): boolean {
    const { machine, person, random } = this.#parts;
    const { permit } = machine.world;
    if (permit?.person !== person || permit.position !== 'exit') return false;
    if (this.#isForgetful || random.next() < 0.15) return false;
    this.#hand('take-card');
    return true;
  }

  /** Outside of a visit the machine may ask for the ID card, to know whose the card in it is. */
  #isAsked(screen: KioskScreen | null): boolean {
    if (screen === null || screen.screen === 'session') return false;
    const asks = asksForIdCard(screen);
    const { machine, person, random } = this.#parts;
    if (asks === null || asks === this.#laidFor || random.next() < 0.3) return false;
    // Lying there already, it is lifted first.
    if (machine.world.plate === person) this.#do({ do: 'lift-id-card' });
    else {
      this.#do({ do: 'lay-id-card' });
      this.#laidFor = asks;
    }
    return true;
  }

  #do(doing: Doing): void {
    const { machine, person, record, phone } = this.#parts;
    switch (doing.do) {
      case 'nothing':
        break;
      case 'scan':
        phone.scan(doing.codeUrl);
        break;
      case 'touch':
        record.note(`${person.id} touches ${JSON.stringify(doing.action)}`);
        machine.send(doing.action);
        break;
      case 'lift-id-card':
        if (machine.world.plate === person) this.#hand('lift-id-card');
        break;
      case 'lay-id-card':
        record.note(`${person.id} lays the ID card`);
        act(machine.world, { action: 'lay-id-card', person: person.id });
        break;
      case 'insert-permit':
        this.#insert();
        break;
    }
  }

  #insert(): void {
    const { machine, person, record } = this.#parts;
    if (record.whereIs(person.id) !== 'hand') return;
    const done = act(machine.world, { action: 'insert-permit', person: person.id });
    record.note(`${person.id} holds the card to the slot${done.ok ? '' : `: ${done.error}`}`);
    // The machine may have drawn it in at once.
    if (done.ok && record.whereIs(person.id) === 'hand') record.put(person.id, 'offered');
  }

  #hand(action: 'take-card' | 'lift-id-card'): void {
    const { machine, person, record } = this.#parts;
    const done = act(machine.world, { action });
    record.note(`${person.id} ${action}${done.ok ? '' : `: ${done.error}`}`);
  }

  /** Goes away. What lies at hand is mostly taken along. */
  #leave(why: string): 'gone' {
    const { machine, person, record, random } = this.#parts;
    const { world } = machine;
    record.note(`${person.id} LEAVES: ${why}`);
    if (world.permit?.person === person) {
      if (world.permit.position === 'offered') world.movePermit('hand');
      else if (world.permit.position === 'exit' && random.next() < 0.8) this.#hand('take-card');
    }
    if (world.plate === person) {
      if (random.next() < 0.85) this.#hand('lift-id-card');
      else record.note(`${person.id} leaves the ID card on the reader`);
    }
    return 'gone';
  }

  /** Their card is with them, or where staff will give it to them. */
  #lacksNothing(): boolean {
    const where = this.#parts.record.whereIs(this.#parts.person.id);
    return where === 'hand' || where === 'kept' || where === 'counter';
  }
}

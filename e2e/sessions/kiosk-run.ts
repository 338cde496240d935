import { act } from '@haizhu/kiosk-app/device-service/simulation/actions';
import type { KioskScreen } from '@haizhu/kiosk-app/machines/session-view';
import { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import { Random } from '../chaos/random.ts';
import { auditAtTheEnd } from './audit.ts';
import { AuthorityDesk } from './authority-desk.ts';
import { Bank } from './bank.ts';
import { Citizen } from './citizen.ts';
import { prepareFaults } from './faults.ts';
import { Machine } from './machine.ts';
import { openMemoryStore } from './memory-store.ts';
import { Office } from './office.ts';
import { type Kind, makePerson, personalTexts } from './people.ts';
import { Phone } from './phone.ts';
import { Record, type Visit, type Wrong } from './record.ts';
import { findTexts } from './search.ts';

const MINUTE = 60_000;
/** A screen on which nothing is asked of the citizen does not stay longer than this. */
const SAME_SCREEN_MS = 5 * MINUTE;
/** A visit whose citizen has gone is over within this, whatever is broken. */
const VISIT_ENDS_MS = 10 * MINUTE;
/** Once all is repaired, the kiosk is open again within this. */
const OPENS_MS = 5 * MINUTE;
/** Between the repair and the staff, who come because the machine says that it needs them. */
const STAFF_MS = 45_000;
/** How long a citizen may stand there without a word about a card that does not come back. */
const UNTOLD_MS = 2 * MINUTE;

/** So long a kiosk may not yet know that a card is in it, while it is open. */
const OPEN_OVER_CARD_MS = 2000;

export interface RunResult {
  readonly visits: number;
  readonly faults: number;
  readonly powerCuts: number;
  readonly kills: number;
  readonly found: readonly { readonly wrong: Wrong; readonly visit: number; readonly text: string }[];
  readonly happenings: readonly string[];
  readonly mistakes: readonly string[];
}

export interface RunOptions {
  readonly seed: number;
  /** Number of the first visit, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/** Visits of one kiosk's life, one after the other, from its first morning to the last audit. */
export class KioskRun {
  readonly #options: RunOptions;
  readonly #time = new VirtualTime();
  readonly #random: Random;
  readonly #record: Record;
  readonly #bank: Bank;
  readonly #authority: AuthorityDesk;
  readonly #machine: Machine;
  readonly #people: SimulatedPerson[] = [];
  readonly #mistakes: string[] = [];
  #openOverSince: number | null = null;

  private constructor(options: RunOptions, machineOf: (run: KioskRun) => Machine) {
    this.#options = options;
    this.#random = Random.of(options.seed, 'visits');
    this.#record = new Record(
      () => this.#time.now(),
      () => this.#machine.moments,
    );
    this.#bank = new Bank(() => this.#time.now());
    this.#authority = new AuthorityDesk(this.#time, (idNumber) =>
      this.#people.find((person) => person.idCard.idNumber === idNumber),
    );
    this.#machine = machineOf(this);
  }

  static async perform(options: RunOptions): Promise<RunResult> {
    const store = await openMemoryStore();
    const opening: { office?: Office } = {};
    const run: KioskRun = new KioskRun(options, (it) => it.#makeMachine(() => opening.office));
    opening.office = await Office.open({
      store,
      time: run.#time,
      authority: run.#authority,
      bank: run.#bank,
      random: (() => {
        const random = Random.of(options.seed, 'office');
        return () => random.next();
      })(),
      onMistake: (error) => run.#mistake(error),
    });
    run.#machine.network.server = opening.office;
    try {
      await run.#live();
      await auditAtTheEnd({ record: run.#record, store, bank: run.#bank, disk: run.#machine.disk });
    } finally {
      run.#machine.end();
      await store.close();
    }
    const { faults, powerCuts, kills } = run.#machine.counts;
    const { found, happenings, visits } = run.#record;
    return { visits: visits.length, faults, powerCuts, kills, found, happenings, mistakes: run.#mistakes };
  }

  #makeMachine(office: () => Office | undefined): Machine {
    const record = this.#record;
    let before = '';
    return new Machine({
      time: this.#time,
      seed: this.#options.seed,
      office: () => {
        const there = office();
        if (there === undefined) throw new Error('the office is not open yet');
        return there;
      },
      bank: this.#bank,
      authority: this.#authority,
      witness: record,
      note: (what) => record.note(what),
      onScreen: (screen) => {
        record.shown(screen);
        const name = nameOf(screen);
        if (name === before) return;
        before = name;
        record.note(`SCREEN ${name}${detailOf(screen)}`);
        this.#machine.moments.come(`screen:${name}`);
      },
      onMistake: (error) => this.#mistake(error),
    });
  }

  #mistake(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#record.note(`MISTAKE ${text}`);
    this.#mistakes.push(text);
  }

  async #live(): Promise<void> {
    const { first, count } = this.#options;
    this.#machine.start();
    await this.#time.advance(10_000);
    for (let number = first; number < first + count; number += 1) {
      const isLast = number === first + count - 1;
      if (!(await this.#visit(number))) await this.#startAnew();
      const isOpen = this.#machine.screen()?.screen === 'attract';
      if (isLast || this.#random.next() < (isOpen ? 0.4 : 0.6)) {
        if (!(await this.#calm(isLast))) return;
      }
      const gap = this.#random.next() < 0.5 ? this.#random.int(1000, 5000) : this.#random.int(5000, 60_000);
      await this.#time.advance(gap);
    }
  }

  /** What hangs for ever is ended by staff, who switch the machine off and on. */
  async #startAnew(): Promise<void> {
    this.#record.present = null;
    this.#record.note('STAFF switch the machine off and on');
    this.#machine.repair();
    await this.#machine.powerCut(5000);
    this.#machine.counts.powerCuts -= 1;
    await this.#time.advance(60_000);
  }

  /** False when nothing goes on any more. */
  async #visit(number: number): Promise<boolean> {
    const { person, knownCode } = this.#nextPerson(number);
    const random = Random.of(this.#options.seed, `citizen ${number}`);
    const record = this.#record;
    const machine = this.#machine;
    const visit: Visit = { number, person, from: this.#time.now(), toldOfCard: false, untoldMs: 0 };
    record.visits.push(visit);
    record.present = visit;
    record.note(`=== VISIT ${number}: ${person.id} (${person.about.en})`);
    const scene = { machine, bank: this.#bank, authority: this.#authority, time: this.#time, random };
    prepareFaults({ ...scene, note: (what) => record.note(what) }, random.int(0, 10));
    const phone = new Phone(this.#time, this.#bank, random, (what) => record.note(what));
    const citizen = new Citizen({ person, machine, record, phone, random, knownCode });
    const screen = machine.screen();
    if (screen !== null) record.shown(screen);

    let comesBack = random.next() < 0.12;
    let sameSince = this.#time.now();
    let same = '';
    for (;;) {
      const pause = citizen.pause();
      await this.#pass(pause, visit);
      const now = machine.screen();
      const name = now === null ? '' : nameOf(now);
      if (name !== same || ASKING.has(name)) sameSince = this.#time.now();
      same = name;
      if (now?.screen === 'session' && this.#time.now() - sameSince > SAME_SCREEN_MS) {
        record.wrong('stuck', `${name} for ${(this.#time.now() - sameSince) / 1000} s`);
        return false;
      }
      if (citizen.step(now, pause) === 'here') continue;
      record.present = null;
      if (!comesBack) break;
      comesBack = false;
      await this.#time.advance(random.int(2000, 40_000));
      record.note(`${person.id} COMES BACK`);
      record.present = visit;
    }
    return this.#ends();
  }

  /** Time in front of the machine. A card that is gone, and nobody says where, is noticed. */
  async #pass(ms: number, visit: Visit): Promise<void> {
    const { machine, record, time } = {
      machine: this.#machine,
      record: this.#record,
      time: this.#time,
    };
    for (let left = ms; left > 0; left -= 1000) {
      await time.advance(Math.min(1000, left));
      this.#looksInside();
      const where = record.whereIs(visit.person.id);
      const screen = machine.screen();
      const isGone = where === 'kept' || where === 'transport' || where === 'printer';
      if (!isGone || visit.toldOfCard || screen === null || screen.screen === 'session') {
        if (!isGone) visit.untoldMs = 0;
        continue;
      }
      // Open for the next one is the worst moment to say nothing.
      visit.untoldMs += screen.screen === 'attract' ? 30_000 : 1000;
      if (visit.untoldMs > UNTOLD_MS) {
        record.wrong(
          'cardsKeptSilently',
          `${visit.person.id} stands there, the card is in ${where}, and nobody says so`,
        );
      }
    }
  }

  /** Waits until the visit of somebody who has gone is over. */
  async #ends(): Promise<boolean> {
    const { record, machine } = { record: this.#record, machine: this.#machine };
    const goneAt = this.#time.now();
    while (machine.screen()?.screen === 'session') {
      await this.#time.advance(1000);
      this.#looksInside();
      if (this.#time.now() - goneAt > VISIT_ENDS_MS) {
        const screen = machine.screen();
        record.wrong(
          'stuck',
          `${screen === null ? '' : nameOf(screen)} ten minutes after the citizen has gone`,
        );
        return false;
      }
    }
    if (machine.screen()?.screen === 'attract') this.#searchPersonal();
    return true;
  }

  /** A kiosk that says "touch to start" has no card in it. */
  #looksInside(): void {
    const { permit } = this.#machine.world;
    const isInside = permit?.position === 'transport' || permit?.position === 'printer';
    if (!isInside || this.#machine.screen()?.screen !== 'attract') {
      this.#openOverSince = null;
      return;
    }
    this.#openOverSince ??= this.#time.now();
    // It takes a moment until the page hears of a card that has just moved.
    if (this.#time.now() - this.#openOverSince < OPEN_OVER_CARD_MS) return;
    this.#record.wrong(
      'openOverCard',
      `open, with the card of ${permit.person.id} in the ${permit.position}`,
    );
  }

  /** All is repaired, everybody is kind: the kiosk is open soon, empty, and owes nobody anything. */
  async #calm(isLast: boolean): Promise<boolean> {
    const { record, machine, time } = { record: this.#record, machine: this.#machine, time: this.#time };
    record.note('--- CALM');
    machine.repair();
    await time.advance(STAFF_MS);
    this.#staff();
    const since = time.now();
    while (machine.screen()?.screen !== 'attract') {
      await time.advance(1000);
      this.#looksInside();
      if (time.now() - since > OPENS_MS) {
        const screen = machine.screen();
        record.wrong('stuck', `${screen === null ? 'no page' : JSON.stringify(screen)} though all is well`);
        return false;
      }
    }
    this.#looksInside();
    await time.advance(OPEN_OVER_CARD_MS);
    this.#looksInside();
    this.#searchPersonal();
    if (isLast) await this.#lastHours();
    return true;
  }

  /** What was paid late is settled and given back; the last entries come in. */
  async #lastHours(): Promise<void> {
    await this.#time.advance(2 * MINUTE);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      const { queued } = await this.#machine.disk.content.queue();
      if (queued === 0 && !this.#bank.owes()) return;
      await this.#time.advance(MINUTE);
    }
  }

  /** Staff open the machine, take out what is stuck, put in what is lacking. */
  #staff(): void {
    const { world } = this.#machine;
    const at = {
      'card-reader': ['transport', 'exit'],
      'card-printer': ['printer'],
      'receipt-printer': [],
    } as const;
    for (const device of ['card-reader', 'card-printer', 'receipt-printer'] as const) {
      if (world.jams[device] !== 'jammed') continue;
      const { permit } = world;
      if (permit !== null && (at[device] as readonly string[]).includes(permit.position)) {
        world.permit = null;
        this.#record.takenOut(permit.person.id);
      }
      world.jams[device] = 'none';
    }
    world.paper = 'full';
    world.binCount = 0;
    world.changed();
    // Somebody's ID card that was left goes to the counter too.
    act(world, { action: 'lift-id-card' });
  }

  /** Nothing of anybody is in the memory of a device or of the page. */
  #searchPersonal(): void {
    const { machine, record } = { machine: this.#machine, record: this.#record };
    const texts = this.#people.slice(-3).flatMap(personalTexts);
    const held = machine.devices.held();
    const inDevices = texts.filter((text) => held.includes(text));
    if (inDevices.length > 0) record.wrong('personalLeft', `in a device: ${inDevices.length} texts`);
    const inPage = findTexts(machine.contexts(), texts);
    if (inPage.length > 0) record.wrong('personalLeft', `in the page: ${inPage.length} texts`);
    const slips = JSON.stringify(machine.world.slips);
    if (texts.some((text) => slips.includes(text))) record.wrong('personalLeft', 'on a slip');
  }

  #nextPerson(number: number): { readonly person: SimulatedPerson; readonly knownCode: string | null } {
    const random = this.#random;
    const before = this.#people.slice(-8).filter(({ id }) => this.#record.whereIs(id) === 'hand');
    const codes = [...this.#record.codes.keys()];
    const knownCode = codes.length === 0 ? null : (codes[random.int(0, codes.length - 1)] ?? null);
    const again = before[random.int(0, Math.max(0, before.length - 1))];
    if (again !== undefined && random.next() < 0.15) return { person: again, knownCode };
    const luck = random.next();
    const kind: Kind =
      luck < 0.86
        ? 'plain'
        : luck < 0.89
          ? 'not-accept'
          : luck < 0.92
            ? 'refuse'
            : luck < 0.95
              ? 'permit-expired'
              : luck < 0.97
                ? 'minor'
                : 'of-another';
    const person = makePerson(number, kind, random);
    this.#people.push(person);
    this.#machine.world.add(person);
    return { person, knownCode };
  }
}

/** Screens that wait for the citizen, who may take their time. */
const ASKING = new Set([
  'place-id-card',
  'insert-permit',
  'choose',
  'review',
  'result',
  'rate',
  'declined',
  'device-trouble',
  'check-code',
  'check-result',
]);

const nameOf = (screen: KioskScreen): string =>
  screen.screen === 'session' ? screen.view.now.screen : screen.screen;

/** What of a screen helps to find out why; nothing else of it. */
function detailOf(screen: KioskScreen): string {
  const now = screen.screen === 'session' ? screen.view.now : screen;
  const {
    screen: _,
    person: __,
    code: ___,
    codeUrl: ____,
    choices: _____,
    ...rest
  } = now as { readonly [name: string]: unknown };
  const text = JSON.stringify(rest);
  return text === '{}' ? '' : ` ${text.slice(0, 160)}`;
}

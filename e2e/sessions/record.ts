import type { CardPosition } from '@haizhu/kiosk-app/device-service/simulation/panel-types';
import type { KioskScreen } from '@haizhu/kiosk-app/machines/session-view';
import { normalizeCheckCode } from '@haizhu/shared/journal/check-code';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import type { ReceiptField } from '@haizhu/shared/xfs/forms';
import type { WorldWitness } from './machine-world.ts';
import type { Moments } from './moments.ts';

/** What must not happen. README.md defines each. */
export const WRONGS = [
  'stuck',
  'lost',
  'doubled',
  'cardsToAnother',
  'cardsKeptSilently',
  'refundedAndPrinted',
  'paidUnresolved',
  'openOverCard',
  'personalLeft',
  'toldUntrue',
] as const;
export type Wrong = (typeof WRONGS)[number];

/** `counter`: with the staff, who know what to do with it. */
export type Whereabouts = CardPosition | 'counter';

/** A card that did not come back by itself. */
export interface KeptCard {
  readonly person: string;
  readonly how: 'bin' | 'taken out by staff';
  readonly insertedAt: number;
  readonly keptAt: number;
}

export interface Visit {
  readonly number: number;
  readonly person: SimulatedPerson;
  readonly from: number;
  /** Told that the card was kept or is stuck, since it went in. */
  toldOfCard: boolean;
  /** How long the citizen stood there, with the card gone and without a word about it, ms. */
  untoldMs: number;
}

interface Found {
  readonly wrong: Wrong;
  readonly visit: number;
  readonly text: string;
}

/** What happened, seen from outside: by who stands there, and by whom the cards belong to. Knows no program. */
export class Record implements WorldWitness {
  readonly visits: Visit[] = [];
  readonly found: Found[] = [];
  readonly kept: KeptCard[] = [];
  /** What a card carried whenever it came into its holder's hands. */
  readonly handed: { readonly person: string; readonly at: number; readonly back: string }[] = [];
  /** Everything that was ever printed on a card. */
  readonly prints: { readonly person: string; readonly at: number; readonly back: string }[] = [];
  /** Check codes that were told, with what was said of them. */
  readonly codes = new Map<string, Set<string>>();
  /** The last happenings, for whoever has to find out why. */
  readonly happenings: string[] = [];
  /** Who stands in front of the machine. */
  present: Visit | null = null;
  readonly #where = new Map<string, Whereabouts>();
  readonly #insertedAt = new Map<string, number>();
  readonly #backs = new Map<string, string>();
  readonly #now: () => number;
  readonly #moments: () => Moments;
  readonly #start: number;

  constructor(now: () => number, moments: () => Moments) {
    this.#now = now;
    this.#moments = moments;
    this.#start = now();
  }

  note(what: string): void {
    const at = (this.#now() - this.#start) / 1000;
    this.happenings.push(`${at.toFixed(3).padStart(10)} s  ${what}`);
    if (this.happenings.length > 4000) this.happenings.splice(0, 2000);
  }

  wrong(wrong: Wrong, text: string, visit = this.visits.at(-1)?.number ?? 0): void {
    // The same trouble of the same visit is one.
    if (this.found.some((f) => f.wrong === wrong && f.visit === visit)) return;
    this.note(`WRONG ${wrong}: ${text}`);
    this.found.push({ wrong, visit, text });
  }

  whereIs(person: string): Whereabouts {
    return this.#where.get(person) ?? 'hand';
  }

  /** A hand puts a card somewhere. */
  put(person: string, where: Whereabouts): void {
    this.#where.set(person, where);
    if (where === 'hand') this.#handed(person);
  }

  moved(person: SimulatedPerson, from: CardPosition, to: CardPosition): void {
    const { id } = person;
    this.note(
      `CARD of ${id}: ${from} -> ${to}${this.present === null ? '' : `, before ${this.present.person.id}`}`,
    );
    this.#where.set(id, to);
    if (from === 'offered' && to === 'transport') {
      this.#insertedAt.set(id, this.#now());
      if (this.present?.person.id === id) Object.assign(this.present, { toldOfCard: false, untoldMs: 0 });
    }
    if (to === 'exit' && this.present !== null && this.present.person.id !== id) {
      this.wrong('cardsToAnother', `the card of ${id} is put out before ${this.present.person.id}`);
    }
    if (to === 'kept') this.#keep(id, 'bin');
    if (to === 'hand') this.#handed(id);
    this.#moments().come(`card:${to}`);
  }

  takenOut(person: string): void {
    this.note(`STAFF take out the card of ${person}`);
    this.#where.set(person, 'counter');
    this.#keep(person, 'taken out by staff');
  }

  printed({ id }: SimulatedPerson, endorsements: readonly string[]): void {
    const back = endorsements.join('\n');
    this.note(
      `PRINT on the card of ${id}: ${endorsements.length === 0 ? 'erased' : endorsements.join(', ')}`,
    );
    this.#backs.set(id, back);
    this.prints.push({ person: id, at: this.#now(), back });
  }

  slip(lines: readonly ReceiptField[]): void {
    const title = lines.find((line) => line.style === 'title')?.text ?? '';
    this.note(`SLIP ${title}`);
    for (const line of lines) if (line.style === 'big') this.#code(line.text, 'slip');
  }

  /** What is on the screen is told to who stands before it. */
  shown(screen: KioskScreen): void {
    if (this.present === null) return;
    const now = screen.screen === 'session' ? screen.view.now : screen;
    if (now.screen === 'result' && now.code !== null) this.#code(now.code, now.result);
    if (tellsOfCard(now)) this.present.toldOfCard = true;
  }

  #code(text: string, said: string): void {
    const code = normalizeCheckCode(text);
    if (code === null) return;
    const known = this.codes.get(code) ?? new Set();
    known.add(said);
    this.codes.set(code, known);
  }

  #keep(person: string, how: KeptCard['how']): void {
    const keptAt = this.#now();
    this.kept.push({ person, how, insertedAt: this.#insertedAt.get(person) ?? keptAt, keptAt });
  }

  #handed(person: string): void {
    this.handed.push({ person, at: this.#now(), back: this.#backs.get(person) ?? '' });
  }
}

/** Whether a screen says that the card stays in the machine: as the outcome of a visit, or on a screen about just that. */
function tellsOfCard(screen: object): boolean {
  return /"card":"(retained|stuck|gone|unknown)"|"ask":"(card-kept|(lift|lay)-id-card)"|"kept":true|"screen":"[a-z-]*card-(kept|stuck|held)/.test(
    JSON.stringify(screen),
  );
}

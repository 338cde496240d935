import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { Random } from '../chaos/random.ts';
import type { Bank } from './bank.ts';

/** A citizen's phone: pays soon, late, not at all, in vain; the bank's word comes at once, late, twice or never. */
export class Phone {
  readonly #seen = new Set<string>();
  readonly #time: VirtualTime;
  readonly #bank: Bank;
  readonly #random: Random;
  readonly #note: (what: string) => void;

  constructor(time: VirtualTime, bank: Bank, random: Random, note: (what: string) => void) {
    this.#time = time;
    this.#bank = bank;
    this.#random = random;
    this.#note = note;
  }

  /** Looks at a code; what follows happens wherever the citizen goes. */
  scan(codeUrl: string): void {
    const order = codeUrl.slice(codeUrl.lastIndexOf('/') + 1);
    if (this.#seen.has(order)) return;
    this.#seen.add(order);
    const random = this.#random;
    const luck = random.next();
    if (luck < 0.05) return;
    const how = luck < 0.12 ? 'declined' : 'paid';
    const isLate = luck > 0.92;
    const after = isLate ? random.int(60_000, 320_000) : random.int(1500, 25_000);
    this.#time.setTimeout(() => this.#confirm(order, how), after);
  }

  #confirm(order: string, how: 'paid' | 'declined'): void {
    if (!this.#bank.pay(order, how)) return;
    this.#note(`PHONE ${how}`);
    const random = this.#random;
    const tell = (ms: number) => this.#time.setTimeout(() => this.#bank.notify?.(order, how), ms);
    const luck = random.next();
    if (luck < 0.12) return;
    tell(luck < 0.25 ? random.int(1000, 40_000) : 200);
    if (luck > 0.85) tell(random.int(200, 20_000));
  }
}

/**
 * Names of moments at which something can go wrong: `command:CardReader.Move` (sent), `delivered:…`, `done:…`
 * (its completion is sent), `answered:…`, `commit:card.writing` (begins), `stored:…` (on disk), `committed:…` (told),
 * `screen:pay`, `card:transport`, `at` (any time).
 */
export type Moment =
  `${'command' | 'delivered' | 'done' | 'answered' | 'commit' | 'stored' | 'committed' | 'screen' | 'card'}:${string}`;

/** What a listener wants done with the frame whose moment it is. */
export type Frame = 'goes' | 'lost';

/** Tells who waits for a moment that it has come. */
export class Moments {
  readonly #waiting = new Map<string, (() => Frame)[]>();
  /** Hears of every moment; for the record. */
  onMoment: (moment: Moment) => void = () => {};

  /** Calls once, at the next such moment. */
  next(moment: Moment, fn: () => Frame): void {
    const waiting = this.#waiting.get(moment) ?? [];
    waiting.push(fn);
    this.#waiting.set(moment, waiting);
  }

  come(moment: Moment): Frame {
    this.onMoment(moment);
    const waiting = this.#waiting.get(moment);
    if (waiting === undefined) return 'goes';
    this.#waiting.delete(moment);
    let frame: Frame = 'goes';
    for (const fn of waiting) if (fn() === 'lost') frame = 'lost';
    return frame;
  }

  /** Nobody waits any more. */
  clear(): void {
    this.#waiting.clear();
  }
}

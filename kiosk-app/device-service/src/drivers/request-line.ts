import type { ByteLink } from './byte-link.ts';
import type { TalkListener } from './kept-link.ts';

/** No answer, in spite of asking again, or the link went away. */
export class NoAnswer extends Error {}

/** An answer that came, and cannot be read: the question is asked again. */
export const BROKEN = Symbol('broken answer');

/** How long an answer may take, in three parts, ms. */
export interface Patience {
  /** From the question to the first byte of the answer. */
  readonly firstMs: number;
  /** Between two bytes of it. */
  readonly gapMs: number;
  /** From its first byte to its last: for the slowest line that is set up, not for a fast one. */
  readonly wholeMs: number;
}

/** Cuts a stream of bytes into what it says. Sees every byte, also those that nobody asked for. */
export interface LineParser<T> {
  push(bytes: Uint8Array): readonly T[];
  /** Whether what has come is the beginning of something. */
  readonly isMidway: boolean;
  /** Forgets what has begun. */
  reset(): void;
}

export interface Question<T, A> {
  readonly bytes: Uint8Array;
  readonly patience: Patience;
  /** The answer in what came, null where that answers something else. */
  match(token: T): A | typeof BROKEN | null;
}

/** Asked so often before it is a fault. */
const STRIKES = 3;
/** A line on which so long nothing comes has ended what it was saying, ms. */
const QUIET_MS = 40;

type Heard<A> =
  | { readonly is: 'answer'; readonly value: A }
  | { readonly is: 'silent' | 'broken' | 'closed' };

/**
 * One question at a time over a byte link, asked again where the answer is lost or broken, three times in all. An answer
 * that comes late is never taken for the next question's: what is owed is waited for first.
 */
export class RequestLine<T> {
  readonly #link: ByteLink;
  readonly #parser: LineParser<T>;
  readonly #talk: TalkListener;
  #heard: ((tokens: readonly T[]) => void) | null = null;
  #closed: (() => void) | null = null;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();
  /** Questions that were asked in vain: their answers may still come. */
  #owed = 0;

  /** `onToken` hears all that comes, whoever waits for it. */
  constructor(
    link: ByteLink,
    parser: LineParser<T>,
    talk: TalkListener,
    onToken: (token: T) => void = () => {},
  ) {
    this.#link = link;
    this.#parser = parser;
    this.#talk = talk;
    link.onData((bytes) => {
      const tokens = parser.push(bytes);
      for (const token of tokens) onToken(token);
      this.#heard?.(tokens);
    });
    link.onClosed(() => {
      this.#isClosed = true;
      this.#closed?.();
    });
  }

  /** Rejects with `NoAnswer` after three tries, or when the link ends. A question asked meanwhile waits for its turn. */
  ask<A>(question: Question<T, A>): Promise<A> {
    const turn = this.#last.then(() => this.#askNow(question));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Sends what is not answered by itself. Rejects with `NoAnswer` where the link ends before it is out. */
  async send(bytes: Uint8Array): Promise<void> {
    if (!(await this.#link.write(bytes))) throw new NoAnswer('the link was closed');
  }

  /** Waits for its turn, and until nothing comes any more; at most `atMostMs`. */
  settle(atMostMs: number): Promise<void> {
    const turn = this.#last.then(() => this.#quiet(QUIET_MS, atMostMs));
    this.#last = turn;
    return turn;
  }

  async #askNow<A>({ bytes, patience, match }: Question<T, A>): Promise<A> {
    if (this.#owed > 0) await this.#quiet(patience.firstMs, patience.wholeMs);
    this.#owed = 0;
    for (let tries = 0; tries < STRIKES; tries += 1) {
      const heard = await this.#once(bytes, patience, match);
      if (heard.is === 'answer') {
        this.#talk.answered();
        return heard.value;
      }
      if (heard.is === 'closed') break;
      this.#talk.strike();
      if (heard.is === 'silent') this.#owed += 1;
      // Whatever is left of a torn or broken answer is let pass by.
      else await this.#quiet(QUIET_MS, patience.wholeMs);
      this.#parser.reset();
    }
    throw new NoAnswer('no answer');
  }

  #once<A>(
    bytes: Uint8Array,
    { firstMs, gapMs, wholeMs }: Patience,
    match: Question<T, A>['match'],
  ): Promise<Heard<A>> {
    return new Promise((resolve) => {
      let gap: NodeJS.Timeout | undefined;
      let whole: NodeJS.Timeout | undefined;
      const end = (heard: Heard<A>) => {
        for (const timer of [first, gap, whole]) clearTimeout(timer);
        this.#heard = null;
        this.#closed = null;
        resolve(heard);
      };
      // An answer that has begun and stops is broken; where none has begun there is silence, or only noise.
      const first = setTimeout(() => end({ is: 'silent' }), firstMs);
      this.#closed = () => end({ is: 'closed' });
      this.#heard = (tokens) => {
        for (const token of tokens) {
          const answer = match(token);
          if (answer === BROKEN) return end({ is: 'broken' });
          if (answer !== null) return end({ is: 'answer', value: answer });
        }
        clearTimeout(gap);
        if (!this.#parser.isMidway) return;
        clearTimeout(first);
        gap = setTimeout(() => end({ is: 'broken' }), gapMs);
        whole ??= setTimeout(() => end({ is: 'broken' }), wholeMs);
      };
      if (this.#isClosed) return end({ is: 'closed' });
      void this.#link.write(bytes);
    });
  }

  /** Waits until nothing has come for a while, at most `atMostMs`. */
  #quiet(ms: number, atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(silence);
        clearTimeout(limit);
        this.#heard = null;
        this.#closed = null;
        resolve();
      };
      const limit = setTimeout(end, atMostMs);
      let silence = setTimeout(end, ms);
      this.#closed = end;
      this.#heard = () => {
        clearTimeout(silence);
        silence = setTimeout(end, ms);
      };
      if (this.#isClosed) end();
    });
  }
}

import { randomInt } from 'node:crypto';
import type { ByteLink } from './byte-link.ts';
import {
  conditionOf,
  DISCARD,
  INITIALIZE,
  PRINTED_REQUEST,
  type PrinterCondition,
  processRequest,
  RECOVER,
  type StatusKind,
  statusRequest,
} from './escpos-codec.ts';
import { EscposStream, type EscposToken } from './escpos-stream.ts';
import type { TalkListener } from './kept-link.ts';
import { BROKEN, NoAnswer, type Patience, RequestLine } from './request-line.ts';

export interface EscposPatience {
  readonly idle: Patience;
  /** While it prints, a printer is slower to say how it is. */
  readonly printing: Patience;
  /** Between two looks after the printer while it prints, ms. */
  readonly pollMs: number;
  /** How long a slip may take to be printed, ms. */
  readonly printMs: number;
}

export const ESCPOS_PATIENCE: EscposPatience = {
  idle: { firstMs: 800, gapMs: 400, wholeMs: 1200 },
  printing: { firstMs: 1500, gapMs: 400, wholeMs: 2000 },
  pollMs: 300,
  printMs: 15_000,
};

/** `unproven`: it is well, and never said that it printed. Otherwise what came between. */
export type Printed = 'printed' | 'unproven' | PrinterCondition;

/** A reading that differs from what was believed is believed once the next one says the same. */
const READINGS = 5;
const STRIKES = 3;
/** Signs that are no status bytes, should one come in between. */
const ID_SIGNS = 'ABCDEFGHIJKLMNO';
const ID_LENGTH = 4;

export interface Slip {
  /** Overwritten by whoever made it. */
  readonly data: Uint8Array;
  isObstacle(condition: PrinterCondition): boolean;
  onBegun(): void;
}

/** Talk with a printer that answers, on one open line. All of it rejects with `NoAnswer` when the line is lost. */
export class EscposSession {
  readonly #line: RequestLine<EscposToken>;
  readonly #patience: EscposPatience;
  readonly #hearers = new Set<(token: EscposToken) => void>();
  #believed = '';
  /** How this printer says that it has printed; `none` as long as it did not answer to either question. */
  #proof: 'process' | 'paper' | 'none' = 'none';

  constructor(link: ByteLink, talk: TalkListener, patience: EscposPatience) {
    this.#patience = patience;
    this.#line = new RequestLine(link, new EscposStream(), talk, (token) => {
      for (const hear of this.#hearers) hear(token);
    });
  }

  /** How the printer is. One flipped bit is not believed. */
  async condition(patience: Patience = this.#patience.idle): Promise<PrinterCondition> {
    let before = this.#believed;
    for (let readings = 0; readings < READINGS; readings += 1) {
      const condition = await this.#readCondition(patience);
      const now = JSON.stringify(condition);
      if (now === before) {
        this.#believed = now;
        return condition;
      }
      before = now;
      await this.#line.settle(patience.wholeMs);
    }
    throw new NoAnswer('it says something else each time');
  }

  /**
   * Prints, and says what is known of it. Nothing is concluded from silence. `onBegun` is called when the first byte of
   * the slip goes out: from then on it may lie there, whatever happens.
   */
  async print({ data, isObstacle, onBegun }: Slip): Promise<Printed> {
    if (this.#proof === 'none') this.#proof = await this.#findProof();
    const before = await this.condition();
    if (isObstacle(before)) return before;
    const id = newId();
    const question = this.#proof === 'process' ? processRequest(id) : PRINTED_REQUEST;
    const request = Uint8Array.from([...data, ...question]);
    onBegun();
    const proven = this.#hear((token) =>
      this.#proof === 'process' ? token.is === 'process' && token.id === id : token.is === 'paper',
    );
    try {
      // The line may be slower than the printer's own answers: nobody waits for it to have taken everything.
      const sending = this.#line.send(request).finally(() => request.fill(0));
      sending.catch(() => {});
      const between = await this.#watch(proven, question, isObstacle);
      if (between !== 'printed') return between;
    } finally {
      proven.stop();
    }
    const after = await this.condition();
    if (isObstacle(after)) return after;
    return this.#proof === 'process' || (await this.#answersPaper()) ? 'printed' : 'unproven';
  }

  /** Sends what prints nothing, and waits until it is through. False where the printer does not say so. */
  async run(command: Uint8Array): Promise<boolean> {
    await this.#line.send(command);
    return this.#answersPaper();
  }

  /** Makes the printer forget what it did not print, and leave an error that it can leave. */
  async recover(): Promise<void> {
    await this.#line.send(Uint8Array.from([...RECOVER, ...DISCARD, ...INITIALIZE]));
  }

  async #watch(proven: Hearing, question: Uint8Array, isObstacle: Slip['isObstacle']): Promise<Printed> {
    const { printMs, pollMs, printing } = this.#patience;
    const end = performance.now() + printMs;
    let askAgainAt = performance.now() + printMs / STRIKES;
    while (performance.now() < end) {
      if (await proven.within(pollMs)) return 'printed';
      const condition = await this.condition(printing);
      // A head that is too hot pauses, and goes on.
      if (isObstacle(condition) && !condition.hot) return condition;
      if (performance.now() < askAgainAt) continue;
      // The answer may have been lost. Asked again it comes after the same slip.
      askAgainAt += printMs / STRIKES;
      await this.#line.send(question);
    }
    return 'unproven';
  }

  async #readCondition(patience: Patience): Promise<PrinterCondition> {
    const ask = (kind: StatusKind) =>
      this.#line.ask<number>({
        bytes: statusRequest(kind),
        patience,
        match: (token) => (token.is === 'status' ? token.byte : token.is === 'junk' ? BROKEN : null),
      });
    const printer = await ask(1);
    const offline = await ask(2);
    const error = await ask(3);
    return conditionOf({ printer, offline, error, paper: await ask(4) });
  }

  /** Both questions at once: which of the two answers comes first says what the printer knows. */
  async #findProof(): Promise<'process' | 'paper' | 'none'> {
    const id = newId();
    try {
      return await this.#line.ask<'process' | 'paper'>({
        // Whatever an old printer takes for text is cleared before it is printed.
        bytes: Uint8Array.from([...processRequest(id), ...INITIALIZE, ...PRINTED_REQUEST]),
        patience: this.#patience.idle,
        match: (token) =>
          token.is === 'process' && token.id === id ? 'process' : token.is === 'paper' ? 'paper' : null,
      });
    } catch {
      // Where the line is lost the next question says so.
      return 'none';
    }
  }

  async #answersPaper(): Promise<boolean> {
    try {
      return await this.#line.ask<true>({
        bytes: PRINTED_REQUEST,
        patience: this.#patience.printing,
        match: (token) => (token.is === 'paper' ? true : token.is === 'junk' ? BROKEN : null),
      });
    } catch {
      return false;
    }
  }

  #hear(matches: (token: EscposToken) => boolean): Hearing {
    return new Hearing(this.#hearers, matches);
  }
}

/** Waits for something that may come at any time, between other questions and answers. */
class Hearing {
  readonly #hearers: Set<(token: EscposToken) => void>;
  readonly #hear: (token: EscposToken) => void;
  #has = false;
  #wake: () => void = () => {};

  constructor(hearers: Set<(token: EscposToken) => void>, matches: (token: EscposToken) => boolean) {
    this.#hearers = hearers;
    this.#hear = (token) => {
      if (!matches(token)) return;
      this.#has = true;
      this.#wake();
    };
    hearers.add(this.#hear);
  }

  /** Whether it came, waiting at most so long, ms. */
  async within(ms: number): Promise<boolean> {
    if (this.#has) return true;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    return this.#has;
  }

  stop(): void {
    this.#hearers.delete(this.#hear);
  }
}

function newId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_SIGNS[randomInt(ID_SIGNS.length)]).join('');
}

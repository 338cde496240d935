import type { ByteLink } from './byte-link.ts';

/** No answer in time, or the link went away. */
export class NoAnswer extends Error {}

interface Waiting {
  take(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/**
 * One question at a time over a byte link: sends, and waits for the bytes that answer. Bytes that nobody waits for
 * are dropped.
 */
export class RequestLine {
  readonly #link: ByteLink;
  #waiting: Waiting | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(link: ByteLink) {
    this.#link = link;
    link.onData((bytes) => this.#waiting?.take(bytes));
    link.onClosed(() => this.#waiting?.reject(new NoAnswer('the link was closed')));
  }

  /**
   * `take` is given what comes and returns the answer once it is whole, null before. Rejects with `NoAnswer` after
   * `timeoutMs`. A question asked meanwhile waits for its turn.
   */
  ask<T>(bytes: Uint8Array, timeoutMs: number, take: (bytes: Uint8Array) => T | null): Promise<T> {
    const turn = this.#last.then(() => this.#askNow(bytes, timeoutMs, take));
    this.#last = turn.catch(() => {});
    return turn;
  }

  #askNow<T>(bytes: Uint8Array, timeoutMs: number, take: (bytes: Uint8Array) => T | null): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    return new Promise<T>((resolve, reject) => {
      this.#waiting = {
        take: (chunk) => {
          const answer = take(chunk);
          if (answer !== null) resolve(answer);
        },
        reject,
      };
      timer = setTimeout(() => reject(new NoAnswer('no answer in time')), timeoutMs);
      this.#link.write(bytes);
    }).finally(() => {
      clearTimeout(timer);
      this.#waiting = null;
    });
  }
}

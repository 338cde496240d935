import type { LineParser } from './request-line.ts';

/**
 * What a printer says. `status`: one byte for a DLE EOT. `paper`: one for a GS r. `process`: the answer to a GS ( H.
 * `automatic`: a status of four bytes that nobody asked for (ASB), from a setting of the printer; no answer to anything.
 */
export type EscposToken =
  | { readonly is: 'status' | 'paper'; readonly byte: number }
  | { readonly is: 'process'; readonly id: string }
  | { readonly is: 'automatic' | 'junk' };

const XON = 0x11;
const XOFF = 0x13;
/** Head of the answer to GS ( H; four signs and a zero follow. */
const PROCESS_HEAD = [0x37, 0x22] as const;
const PROCESS_LENGTH = 7;
const AUTOMATIC_LENGTH = 4;
/** What belongs together comes together, ms. */
const STALE_MS = 400;

/** Has bits 1 and 4 set, and bits 0 and 7 clear. */
function isStatusByte(byte: number): boolean {
  return (byte & 0b1001_0011) === 0b0001_0010;
}

/** The first of four: as a status byte, with bit 1 clear. */
function beginsAutomatic(byte: number): boolean {
  return (byte & 0b1001_0011) === 0b0001_0000;
}

/** A paper byte, and those that follow in an automatic status, have bits 4 and 7 clear. */
function isPaperByte(byte: number): boolean {
  return (byte & 0b1001_0000) === 0;
}

/** Tells the answers of a printer apart, in any pieces. Every byte belongs to one of them, or is junk. */
export class EscposStream implements LineParser<EscposToken> {
  #held: number[] = [];
  #heardAt = 0;

  push(bytes: Uint8Array): readonly EscposToken[] {
    const now = performance.now();
    const tokens: EscposToken[] = [];
    if (this.#held.length > 0 && now - this.#heardAt > STALE_MS) tokens.push(this.#giveUp());
    this.#heardAt = now;
    for (const byte of bytes) {
      if (this.#held.length > 0 && !this.#continues(byte)) tokens.push(this.#giveUp());
      const token = this.#held.length > 0 ? this.#continue(byte) : this.#begin(byte);
      if (token !== null) tokens.push(token);
    }
    return tokens;
  }

  get isMidway(): boolean {
    return this.#held.length > 0;
  }

  reset(): void {
    this.#held = [];
  }

  #giveUp(): EscposToken {
    this.#held = [];
    return { is: 'junk' };
  }

  #begin(byte: number): EscposToken | null {
    if (byte === XON || byte === XOFF) return null;
    if (isStatusByte(byte)) return { is: 'status', byte };
    if (isPaperByte(byte)) return { is: 'paper', byte };
    if (!beginsAutomatic(byte) && byte !== PROCESS_HEAD[0]) return { is: 'junk' };
    this.#held = [byte];
    return null;
  }

  #continues(byte: number): boolean {
    if (this.#held[0] !== PROCESS_HEAD[0]) return isPaperByte(byte);
    if (this.#held.length < PROCESS_HEAD.length) return byte === PROCESS_HEAD[1];
    return this.#held.length === PROCESS_LENGTH - 1 ? byte === 0 : byte >= 0x20 && byte <= 0x7e;
  }

  #continue(byte: number): EscposToken | null {
    this.#held.push(byte);
    const isProcess = this.#held[0] === PROCESS_HEAD[0];
    if (this.#held.length < (isProcess ? PROCESS_LENGTH : AUTOMATIC_LENGTH)) return null;
    const signs = this.#held.slice(PROCESS_HEAD.length, -1);
    this.#held = [];
    return isProcess ? { is: 'process', id: String.fromCharCode(...signs) } : { is: 'automatic' };
  }
}

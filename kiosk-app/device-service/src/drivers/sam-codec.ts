import type { IdCard } from '@haizhu/shared/identity/id-card';
import { decodeIdCardBlock, type IdCardBlockError } from '@haizhu/shared/identity/id-card-block';
import { err, type Result } from '@haizhu/shared/result';
import type { LineParser } from './request-line.ts';

/**
 * Frames of a SAM ID-card module (business-terminal interface of GA/T 467). Request and response begin with the same
 * preamble and a big-endian length that counts everything after it, with the check byte.
 */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const LENGTH_END = PREAMBLE.length + 2;
/** Longest response there is: text, photo and two fingerprints. */
const MAX_LENGTH = 4096;

/** Command and parameter bytes. */
export const SAM_COMMANDS = {
  reset: [0x10, 0xff],
  status: [0x11, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  readBase: [0x30, 0x01],
} as const;
export type SamCommand = keyof typeof SAM_COMMANDS;

/** Third status byte of a response. */
export const SAM_STATUS = {
  ok: 0x90,
  found: 0x9f,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
  notFound: 0x80,
  notSelected: 0x81,
  /** The request came broken: wrong check byte, length or command. */
  badCheck: 0x10,
  badLength: 0x11,
  badCommand: 0x21,
} as const;

const REQUEST_CAME_BROKEN: readonly number[] = [
  SAM_STATUS.badCheck,
  SAM_STATUS.badLength,
  SAM_STATUS.badCommand,
];
/** Shortest data that could be a text; a selection brings eight bytes, a card that is found four. */
const SHORTEST_BASE = 256;

export interface SamResponse {
  readonly sw3: number;
  readonly data: Uint8Array;
}

/** XOR of all bytes after the preamble. */
function checkByte(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

/** Puts length, check byte and preamble around a body. */
function enframe(body: readonly number[] | Uint8Array): Uint8Array {
  const length = body.length + 1;
  const checked = Uint8Array.from([length >> 8, length & 0xff, ...body]);
  return Uint8Array.from([...PREAMBLE, ...checked, checkByte(checked)]);
}

export function samRequest(command: SamCommand): Uint8Array {
  return enframe(SAM_COMMANDS[command]);
}

/** A response as a module sends it; for simulated modules. */
export function samResponse(sw3: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return enframe(Uint8Array.from([0, 0, sw3, ...data]));
}

/** `frame` carries the body without length and check byte; `broken`: one began, and is not what it should be. */
export type SamToken = { readonly is: 'frame'; readonly body: Uint8Array } | { readonly is: 'broken' };

/** Cuts frames out of a stream of bytes that may bring them in any pieces, with noise between. */
export class SamFrames implements LineParser<SamToken> {
  #buffer = new Uint8Array();

  /** The frames that are whole now, and where one is broken. */
  push(bytes: Uint8Array): readonly SamToken[] {
    this.#buffer = Uint8Array.from([...this.#buffer, ...bytes]);
    const tokens: SamToken[] = [];
    for (;;) {
      const start = preambleAt(this.#buffer);
      this.#buffer = this.#buffer.subarray(start);
      if (this.#buffer.length < LENGTH_END) return tokens;
      const length = (this.#buffer[5] ?? 0) * 256 + (this.#buffer[6] ?? 0);
      const isPossible = length >= 3 && length <= MAX_LENGTH;
      if (isPossible && this.#buffer.length < LENGTH_END + length) return tokens;
      const checked = this.#buffer.subarray(PREAMBLE.length, LENGTH_END + length - 1);
      if (isPossible && checkByte(checked) === this.#buffer[LENGTH_END + length - 1]) {
        tokens.push({ is: 'frame', body: this.#buffer.slice(LENGTH_END, LENGTH_END + length - 1) });
        this.#buffer = this.#buffer.slice(LENGTH_END + length);
      } else {
        tokens.push({ is: 'broken' });
        this.#buffer = this.#buffer.subarray(1);
      }
    }
  }

  get isMidway(): boolean {
    return this.#buffer.length >= PREAMBLE.length;
  }

  reset(): void {
    this.#buffer = new Uint8Array();
  }
}

/** Where the preamble, or what may become one at the end of the buffer, begins. */
function preambleAt(buffer: Uint8Array): number {
  for (let at = 0; at < buffer.length; at += 1) {
    if (PREAMBLE.every((byte, i) => at + i >= buffer.length || buffer[at + i] === byte)) return at;
  }
  return buffer.length;
}

/** A response body; null where it is too short to be one. */
export function parseSamResponse(body: Uint8Array): SamResponse | null {
  const sw3 = body[2];
  return sw3 === undefined ? null : { sw3, data: body.subarray(3) };
}

/** Whether the module says that it did not understand the request: it is sent again. */
export function cameBroken({ sw3 }: SamResponse): boolean {
  return REQUEST_CAME_BROKEN.includes(sw3);
}

/** Whether a response can be one to this command. One that comes late answers a question of before. */
export function isAnswerTo(command: SamCommand, { sw3, data }: SamResponse): boolean {
  switch (sw3) {
    case SAM_STATUS.found:
      return command === 'find';
    case SAM_STATUS.notFound:
      return command === 'find' || command === 'select';
    case SAM_STATUS.notSelected:
      return command === 'select';
    case SAM_STATUS.ok:
      if (command === 'readBase') return data.length >= SHORTEST_BASE;
      return command === 'select' ? data.length < SHORTEST_BASE : command !== 'find' && data.length === 0;
    case SAM_STATUS.selfTestFailed:
    case SAM_STATUS.notAuthorised:
      return true;
    default:
      // What is left are the reasons why a card was not chosen or read.
      return command === 'readBase' || command === 'select';
  }
}

/** The card in the data of a `readBase` response: text length, photo length, text, photo. The photo is not used. */
export function cardOfBase(data: Uint8Array): Result<IdCard, IdCardBlockError> {
  const textLength = (data[0] ?? 0) * 256 + (data[1] ?? 0);
  const photoLength = (data[2] ?? 0) * 256 + (data[3] ?? 0);
  if (data.length !== 4 + textLength + photoLength) return err('length');
  return decodeIdCardBlock(data.subarray(4, 4 + textLength));
}

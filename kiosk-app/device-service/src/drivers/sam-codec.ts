import type { IdCard } from '@haizhu/shared/identity/id-card';
import { decodeIdCardBlock, type IdCardBlockError } from '@haizhu/shared/identity/id-card-block';
import { err, type Result } from '@haizhu/shared/result';

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
} as const;

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

/** Cuts frames out of a stream of bytes that may bring them in any pieces, with noise between. */
export class SamFrames {
  #buffer = new Uint8Array();

  /** Bodies (without length and check byte) of the frames that are whole now. Broken ones are passed over. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    this.#buffer = Uint8Array.from([...this.#buffer, ...bytes]);
    const bodies: Uint8Array[] = [];
    for (;;) {
      const start = preambleAt(this.#buffer);
      this.#buffer = this.#buffer.subarray(start);
      if (this.#buffer.length < LENGTH_END) return bodies;
      const length = (this.#buffer[5] ?? 0) * 256 + (this.#buffer[6] ?? 0);
      if (length < 3 || length > MAX_LENGTH) {
        this.#buffer = this.#buffer.subarray(1);
        continue;
      }
      if (this.#buffer.length < LENGTH_END + length) return bodies;
      const checked = this.#buffer.subarray(PREAMBLE.length, LENGTH_END + length - 1);
      if (checkByte(checked) === this.#buffer[LENGTH_END + length - 1]) {
        bodies.push(this.#buffer.slice(LENGTH_END, LENGTH_END + length - 1));
        this.#buffer = this.#buffer.slice(LENGTH_END + length);
      } else {
        this.#buffer = this.#buffer.subarray(1);
      }
    }
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

/** The card in the data of a `readBase` response: text length, photo length, text, photo. The photo is not used. */
export function cardOfBase(data: Uint8Array): Result<IdCard, IdCardBlockError> {
  const textLength = (data[0] ?? 0) * 256 + (data[1] ?? 0);
  const photoLength = (data[2] ?? 0) * 256 + (data[3] ?? 0);
  if (data.length !== 4 + textLength + photoLength) return err('length');
  return decodeIdCardBlock(data.subarray(4, 4 + textLength));
}

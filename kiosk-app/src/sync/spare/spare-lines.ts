import type { SpareEntry } from './spare-copy.ts';

export interface ReadLines {
  readonly entries: readonly SpareEntry[];
  /** Bytes up to and with the last line end: what stands behind was being written when the browser was killed. */
  readonly wholeBytes: number;
}

const LINE_END = 0x0a;
const encoder = new TextEncoder();

/** One line: JSON holds no line end of its own. */
export function spareLine({ epoch, seq, at, text, sealed }: SpareEntry): Uint8Array {
  return encoder.encode(`${JSON.stringify([epoch, seq, at, text, sealed])}\n`);
}

/** What can be read of a file, in the order in which it was written. */
export function readSpareLines(bytes: Uint8Array): ReadLines {
  const wholeBytes = bytes.lastIndexOf(LINE_END) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, wholeBytes)).split('\n').slice(0, -1);
  return { entries: lines.map(readLine).filter((entry) => entry !== null), wholeBytes };
}

function readLine(line: string): SpareEntry | null {
  try {
    const [epoch, seq, at, text, sealed] = JSON.parse(line) as readonly unknown[];
    const isEntry = typeof text === 'string' && (sealed === null || typeof sealed === 'string');
    return isEntry && isWhole(epoch) && isWhole(seq) && isWhole(at) ? { epoch, seq, at, text, sealed } : null;
  } catch {
    return null;
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

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

/** Entries 1…through of the epoch, as far as they stand before it in this file, are with the server. */
export function acknowledgedLine(epoch: number, through: number): Uint8Array {
  return encoder.encode(`${JSON.stringify([epoch, through])}\n`);
}

/** What can be read of a file and still counts, in the order in which it was written. */
export function readSpareLines(bytes: Uint8Array): ReadLines {
  const wholeBytes = bytes.lastIndexOf(LINE_END) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, wholeBytes)).split('\n').slice(0, -1);
  const entries: SpareEntry[] = [];
  // From the end to the beginning: a note counts for what stands before it.
  const through = new Map<number, number>();
  for (const line of lines.reverse()) {
    const read = readLine(line);
    if (read === null) continue;
    const acknowledged = through.get(read.epoch) ?? 0;
    if ('through' in read) through.set(read.epoch, Math.max(read.through, acknowledged));
    else if (read.seq > acknowledged) entries.push(read);
  }
  return { entries: entries.reverse(), wholeBytes };
}

interface Acknowledged {
  readonly epoch: number;
  readonly through: number;
}

function readLine(line: string): SpareEntry | Acknowledged | null {
  try {
    const values = JSON.parse(line) as readonly unknown[];
    const [epoch, seq, at, text, sealed] = values;
    if (values.length === 2) return isWhole(epoch) && isWhole(seq) ? { epoch, through: seq } : null;
    const isEntry = typeof text === 'string' && (sealed === null || typeof sealed === 'string');
    return isEntry && isWhole(epoch) && isWhole(seq) && isWhole(at) ? { epoch, seq, at, text, sealed } : null;
  } catch {
    return null;
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

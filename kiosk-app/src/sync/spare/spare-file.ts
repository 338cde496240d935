import type { SpareEntry } from './spare-copy.ts';
import { acknowledgedLine, readSpareLines, spareLine } from './spare-lines.ts';

/** What is needed of the browser's `FileSystemSyncAccessHandle`. */
export interface SpareHandle {
  getSize(): number;
  read(buffer: Uint8Array, options: { readonly at: number }): number;
  write(buffer: Uint8Array, options: { readonly at: number }): number;
  truncate(bytes: number): void;
  flush(): void;
}

/** One of the two files. */
interface Segment {
  readonly handle: SpareHandle;
  bytes: number;
  /** Highest entry of each epoch in it. */
  readonly last: Map<number, number>;
}

/** A file that is larger than this is written on no more once the other one is free, bytes. */
const LARGE = 1 << 20;

/**
 * The spare copy of one kiosk: two files that are written by turns, so that one is emptied sooner or later even where
 * something is always waiting. A file is emptied when the server has all that is in it.
 */
export class SpareFile {
  readonly #segments: readonly [Segment, Segment];
  readonly #large: number;
  #current: Segment;
  /** As read when it was opened, each place once, rising. */
  readonly held: readonly SpareEntry[];

  constructor(handles: readonly [SpareHandle, SpareHandle], large = LARGE) {
    this.#large = large;
    const opened = handles.map(open);
    const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
    this.#segments = [a.segment, b.segment];
    const byPlace = new Map(
      [...a.entries, ...b.entries].map((entry) => [`${entry.epoch}/${entry.seq}`, entry]),
    );
    this.held = [...byPlace.values()].sort((x, y) => x.epoch - y.epoch || x.seq - y.seq);
    // The newer one: were the older written on, it would keep what was acknowledged before what was not.
    const newest = this.held.at(-1);
    this.#current = newest !== undefined && b.entries.includes(newest) ? b.segment : a.segment;
  }

  /** Throws where the disk has no room; then the entry is not in it. */
  add(entry: SpareEntry): void {
    const { epoch, seq } = entry;
    const other = this.#segments.find((s) => s !== this.#current);
    if (this.#current.bytes > this.#large && other?.bytes === 0) this.#current = other;
    const segment = this.#current;
    write(segment, spareLine(entry));
    segment.last.set(epoch, Math.max(seq, segment.last.get(epoch) ?? 0));
  }

  /**
   * Empties what the server has. Where earlier lines of the epoch stay, it is noted behind them first: what was between
   * them and the next may just have been emptied, and nothing could be put back across that gap. Throws where the disk
   * has no room for the note; then nothing is emptied, and the next acknowledgement tries again.
   */
  acknowledged(epoch: number, through: number): void {
    const done = this.#segments.filter(
      ({ last }) => (last.get(epoch) ?? Number.POSITIVE_INFINITY) <= through,
    );
    if (done.length === 0) return;
    const emptied = done.filter(({ last }) => last.size === 1);
    for (const segment of this.#segments) {
      if (segment.last.has(epoch) && !emptied.includes(segment)) {
        write(segment, acknowledgedLine(epoch, through));
      }
    }
    for (const { last } of done) last.delete(epoch);
    for (const segment of emptied) {
      segment.handle.truncate(0);
      segment.bytes = 0;
    }
  }

  flush(): void {
    for (const { handle } of this.#segments) handle.flush();
  }
}

function write(segment: Segment, line: Uint8Array): void {
  const written = segment.handle.write(line, { at: segment.bytes });
  if (written < line.length) {
    segment.handle.truncate(segment.bytes);
    throw new Error(`${written} of ${line.length} bytes written`);
  }
  segment.bytes += line.length;
}

function open(handle: SpareHandle) {
  const bytes = new Uint8Array(handle.getSize());
  const read = handle.read(bytes, { at: 0 });
  const { entries, wholeBytes } = readSpareLines(bytes.subarray(0, read));
  // Of a file in which nobody can read anything, nothing would ever be acknowledged.
  const kept = entries.length === 0 ? 0 : wholeBytes;
  if (kept < bytes.length) handle.truncate(kept);
  const last = new Map<number, number>();
  for (const { epoch, seq } of entries) last.set(epoch, Math.max(seq, last.get(epoch) ?? 0));
  return { segment: { handle, bytes: kept, last } satisfies Segment, entries };
}

import type { WireEntry } from '../journal/entry.ts';

/** Bytes of an entry's text, and of its sealed payload or null where it has none. */
export type EntrySize = readonly [text: number, sealed: number | null];

/**
 * Entries as they travel: all their UTF-8 in one piece, in order, and beside it how long each part is. A text that is
 * JSON already is not escaped into JSON once more, which cost a kiosk more than all else in sending it; and the server
 * takes the digest over just these bytes.
 */
export interface PackedEntries {
  readonly sizes: readonly EntrySize[];
  readonly bytes: Uint8Array;
}

/** The UTF-8 of an entry, as it came: it may be none. */
export interface EntryBytes {
  readonly text: Uint8Array;
  readonly sealed: Uint8Array | null;
}

const encoder = new TextEncoder();

/** Most bytes that UTF-8 takes for one UTF-16 code unit. */
const MOST_BYTES = 3;

/** For a lone surrogate, which has no UTF-8, the replacement character is sent: what the entry's digest is over, too. */
export function packEntries(entries: readonly WireEntry[]): PackedEntries {
  const units = entries.reduce((sum, { text, sealed }) => sum + text.length + (sealed?.length ?? 0), 0);
  // Nearly always there is nothing but ASCII.
  const packed =
    packInto(new Uint8Array(units), entries) ?? packInto(new Uint8Array(units * MOST_BYTES), entries);
  if (packed === null) throw new Error('UTF-8 is longer than it can be');
  return packed;
}

/** Null where there is not enough room. */
function packInto(room: Uint8Array, entries: readonly WireEntry[]): PackedEntries | null {
  let at = 0;
  // Each part by itself: a browser takes twice as long for all parts joined.
  const put = (text: string): number | null => {
    const { read, written } = encoder.encodeInto(text, room.subarray(at));
    at += written;
    return read === text.length ? written : null;
  };
  const sizes: EntrySize[] = [];
  for (const { text, sealed } of entries) {
    const textSize = put(text);
    const sealedSize = sealed === null ? null : put(sealed);
    if (textSize === null || (sealed !== null && sealedSize === null)) return null;
    sizes.push([textSize, sealedSize]);
  }
  return { sizes, bytes: at === room.length ? room : room.slice(0, at) };
}

/** Whether there are as many bytes as the sizes say. */
export function isWhole({ sizes, bytes }: PackedEntries): boolean {
  return bytes.length === sizes.reduce((sum, [text, sealed]) => sum + text + (sealed ?? 0), 0);
}

/** The bytes of each entry, not copied. Of what is not whole the last ones have too few. */
export function unpackEntries({ sizes, bytes }: PackedEntries): readonly EntryBytes[] {
  let at = 0;
  const take = (size: number): Uint8Array => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  return sizes.map(([text, sealed]) => ({
    text: take(text),
    sealed: sealed === null ? null : take(sealed),
  }));
}

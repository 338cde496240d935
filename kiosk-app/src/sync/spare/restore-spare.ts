import { type EntryHeader, entryHeaderSchema } from '@haizhu/shared/journal/entry';
import { bodySchema, isEntryKind } from '@haizhu/shared/journal/kinds';
import { builtEntry } from '../built-entry.ts';
import { sha256Hex } from '../digest.ts';
import type { BuiltEntry, JournalStore } from '../journal-store.ts';
import type { Written } from '../open-items.ts';
import { markOfHeader } from '../time-mark.ts';
import type { SpareEntry } from './spare-copy.ts';

export interface Restored {
  /** Entries that the database did not have. */
  readonly entries: number;
  /** Entries that could not be put back because one before them is missing. They stay in the spare copy. */
  readonly left: number;
}

/**
 * Puts back what the database has lost, one entry after the other as when they were committed, each with what it had
 * opened and closed. Entries of an epoch that the database does not know begin where the spare copy begins: what stood
 * before, the server has. A kill in between is no harm: it goes on at the next start.
 */
export async function restoreFromSpare(
  store: Pick<JournalStore, 'states' | 'begin' | 'append'>,
  held: readonly SpareEntry[],
): Promise<Restored> {
  const heads = new Map((await store.states()).map(({ epoch, head }) => [epoch, head]));
  let entries = 0;
  let left = 0;
  for (const entry of held) {
    const { epoch, seq } = entry;
    const header = readHeader(entry.text);
    let head = heads.get(epoch);
    if (head === undefined) {
      await store.begin(epoch, header?.prev ?? '', seq);
      head = seq - 1;
    }
    if (seq === head + 1) {
      await store.append(epoch, () => builtAgain(entry, header));
      head = seq;
      entries += 1;
    } else if (seq > head) left += 1;
    heads.set(epoch, head);
  }
  return { entries, left };
}

/** Null where it is no entry: a journal may hold what is set aside at the server. */
function readHeader(text: string): EntryHeader | null {
  try {
    return entryHeaderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function builtAgain({ text, sealed, at }: SpareEntry, header: EntryHeader | null): BuiltEntry {
  const { kind, version, body } = header ?? { kind: '', version: 0, body: null };
  const isKnown = isEntryKind(kind) && bodySchema(kind, version)?.safeParse(body).success === true;
  // Of what this version does not know, nothing can be open here.
  if (!isKnown) return { text, sealed, digest: sha256Hex(text), at, open: { put: [], remove: [] } };
  const mark = markOfHeader(header);
  return builtEntry({ kind, body } as Written, { text, sealed, at, ...(mark === undefined ? {} : { mark }) });
}

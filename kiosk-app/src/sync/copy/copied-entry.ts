import { type EntryHeader, entryHeaderSchema } from '@haizhu/shared/journal/entry';
import { bodySchema, isEntryKind } from '@haizhu/shared/journal/kinds';
import type { KeptEntry } from '@haizhu/shared/vault/messages';
import { builtEntry } from '../built-entry.ts';
import { sha256Hex } from '../digest.ts';
import type { BuiltEntry } from '../journal-store.ts';
import type { Written } from '../open-items.ts';
import { markOfHeader } from '../time-mark.ts';

/** Null where it is no entry: a journal may hold what is set aside at the server. */
export function headerOf(text: string): EntryHeader | null {
  try {
    return entryHeaderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The entry as it was when it was committed, with what it had opened and closed. */
export function builtAgain({ text, sealed, at }: Pick<KeptEntry, 'text' | 'sealed' | 'at'>): BuiltEntry {
  const header = headerOf(text);
  const { kind, version, body } = header ?? { kind: '', version: 0, body: null };
  const isKnown = isEntryKind(kind) && bodySchema(kind, version)?.safeParse(body).success === true;
  // Of what this version does not know, nothing can be open here.
  if (!isKnown || header === null) {
    return { text, sealed, digest: sha256Hex(text), at, open: { put: [], remove: [] } };
  }
  const mark = markOfHeader(header);
  return builtEntry({ kind, body } as Written, { text, sealed, at, ...(mark === undefined ? {} : { mark }) });
}

/** What the vault needs of an entry. */
export function keptEntry({ epoch, seq, at, text, sealed }: KeptEntry): KeptEntry {
  return { epoch, seq, at, text, sealed };
}

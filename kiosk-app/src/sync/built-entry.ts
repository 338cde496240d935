import { sha256Hex } from './digest.ts';
import type { BuiltEntry } from './journal-store.ts';
import { openItemChange, type Written } from './open-items.ts';

/** What the journal store keeps of an entry beside its text, all of it taken from the entry. */
export function builtEntry(
  written: Written,
  { text, sealed, at, mark }: Pick<BuiltEntry, 'text' | 'sealed' | 'at' | 'mark'>,
): BuiltEntry {
  const { put, remove } = openItemChange(written, at);
  return {
    text,
    sealed,
    digest: sha256Hex(text),
    at,
    ...(mark === undefined ? {} : { mark }),
    open: { put: mark === undefined ? put : put.map((item) => ({ ...item, mark })), remove },
    ...(written.kind === 'application.submitted'
      ? { lookup: written.body.lookup, application: written.body.application }
      : {}),
  };
}

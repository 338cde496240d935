import { sha256Hex } from './digest.ts';
import type { BuiltEntry } from './journal-store.ts';
import { openItemChange, type Written } from './open-items.ts';

/** What the journal store keeps of an entry beside its text, all of it taken from the entry. */
export function builtEntry(
  written: Written,
  { text, sealed, at }: Pick<BuiltEntry, 'text' | 'sealed' | 'at'>,
): BuiltEntry {
  return {
    text,
    sealed,
    digest: sha256Hex(text),
    at,
    open: openItemChange(written, at),
    ...(written.kind === 'application.submitted'
      ? { lookup: written.body.lookup, application: written.body.application }
      : {}),
  };
}

import type { KeptBase, KeptEntry } from '@haizhu/shared/vault/messages';
import type { JournalStore } from '../journal-store.ts';
import type { OpenItem } from '../open-items.ts';
import { builtAgain, headerOf } from './copied-entry.ts';
import type { HeldCopy } from './vault-copy.ts';

export interface Restored {
  /** Journals that the database did not have, or not as far as the server has them. */
  readonly journals: number;
  /** Entries that the database did not have. */
  readonly entries: number;
  /** Entries that could not be put back because one before them is missing. They stay in the copy. */
  readonly left: number;
}

/**
 * Puts back what the database has lost, one entry after the other as when they were committed, each with what it had
 * opened and closed. A journal that the database does not know begins where the copy begins: what stood before, the
 * server has. A kill in between is no harm: it goes on at the next start.
 */
export async function restoreFromCopy(
  store: Pick<JournalStore, 'states' | 'begin' | 'append'>,
  { bases, entries }: HeldCopy,
): Promise<Restored> {
  const heads = new Map((await store.states()).map(({ epoch, head }) => [epoch, head]));
  const epochs = [...new Set([...bases, ...entries].map(({ epoch }) => epoch))].sort((a, b) => a - b);
  // What was open is known as of the newest base, whichever journal it is of.
  const open = (bases.toSorted((a, b) => a.epoch - b.epoch).at(-1)?.open ?? []) as unknown as OpenItem[];
  const sum = { journals: 0, entries: 0, left: 0 };
  for (const epoch of epochs) {
    const own = entries.filter((entry) => entry.epoch === epoch);
    const base = bases.find((one) => one.epoch === epoch);
    const start = startOf(base, own);
    let head = heads.get(epoch);
    if (start !== null && (head === undefined || head < start.from - 1)) {
      await store.begin(epoch, start.digest, start.from, open);
      head = start.from - 1;
      sum.journals += 1;
    }
    for (const entry of own) {
      if (head === undefined || entry.seq > head + 1) sum.left += 1;
      else if (entry.seq === head + 1) {
        await store.append(epoch, () => builtAgain(entry));
        head = entry.seq;
        sum.entries += 1;
      }
    }
  }
  return sum;
}

interface Start {
  readonly from: number;
  /** Of the entry before `from`. */
  readonly digest: string;
}

/** Where the journal of an epoch begins that only the copy has. */
function startOf(base: KeptBase | undefined, entries: readonly KeptEntry[]): Start | null {
  const [first] = entries;
  const atBase = base === undefined ? null : { from: base.seq + 1, digest: base.digest };
  if (first === undefined) return atBase;
  const atFirst = { from: first.seq, digest: headerOf(first.text)?.prev ?? '' };
  if (base === undefined || atBase === null) return atFirst;
  // What the server had and lost again stands before the base, unless putting it there was cut off.
  const run = entries.findIndex((entry, n) => entry.seq !== first.seq + n);
  const last = first.seq + (run < 0 ? entries.length : run) - 1;
  return first.seq <= base.seq && last >= base.seq ? atFirst : atBase;
}

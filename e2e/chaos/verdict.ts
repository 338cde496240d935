import type { Ledger } from './audit.ts';
import type { JournalContent } from './messages.ts';

export interface Evidence {
  /** Applications of which a citizen was told. */
  readonly told: ReadonlySet<string>;
  readonly journals: readonly JournalContent[];
  /** Kiosks whose journal has been lost once: of what the server had then, the ledger alone knows. */
  readonly wiped: ReadonlySet<string>;
  /** Applications that the report counts. */
  readonly reported: number;
  readonly ledger: Ledger;
  readonly problems: readonly string[];
}

export interface Verdict {
  /** Told "stored". */
  readonly acknowledged: number;
  /** In a kiosk's journal, or in one that was lost after it was delivered, told or not: what must be counted. */
  readonly committed: number;
  readonly reported: number;
  /** Told or committed, and not in the ledger, not in the projection, or not counted. */
  readonly lost: number;
  /** In the ledger more than once, or counted more often than they are. */
  readonly doubled: number;
  readonly conflicts: number;
  readonly ledgerEntries: number;
  readonly chainOk: boolean;
  /** What else went wrong, at most ten lines. */
  readonly problems: readonly string[];
  readonly well: boolean;
}

/** Compares what kiosks told and hold with what ledger and report say. */
export function compare({ told, journals, wiped, reported, ledger, problems }: Evidence): Verdict {
  const delivered = [...ledger.submittedBy].flatMap(([id, kiosk]) => (wiped.has(kiosk) ? [id] : []));
  const committed = new Set([...delivered, ...journals.flatMap((journal) => journal.applications)]);
  const wrong = [...problems, ...ledger.faults];
  const expected = new Set([...told, ...committed]);
  for (const application of told) {
    if (!committed.has(application)) wrong.push(`${application}: told, and not in the kiosk's journal`);
  }
  for (const application of ledger.submitted.keys()) {
    if (!expected.has(application)) wrong.push(`${application}: in the ledger, and no kiosk has it`);
  }
  const missing = [...expected].filter((id) => !ledger.submitted.has(id) || !ledger.projected.has(id));
  const twice = [...ledger.submitted.values()].reduce((sum, count) => sum + count - 1, 0);
  const lost = Math.max(missing.length, expected.size - reported);
  const doubled = Math.max(twice, reported - expected.size, ledger.projected.size - expected.size);
  const { conflicts, setAside } = ledger;
  if (setAside > 0) wrong.push(`${setAside} entries were set aside`);
  if (ledger.sealed !== ledger.submitted.size) {
    wrong.push(`${ledger.submitted.size} applications, ${ledger.sealed} sealed payloads`);
  }
  return {
    acknowledged: told.size,
    committed: committed.size,
    reported,
    lost,
    doubled: Math.max(0, doubled),
    conflicts,
    ledgerEntries: ledger.entries,
    chainOk: ledger.faults.length === 0,
    problems: wrong.slice(0, 10),
    well: lost === 0 && doubled <= 0 && conflicts === 0 && wrong.length === 0,
  };
}

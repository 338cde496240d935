import { describe, expect, test } from 'vitest';
import type { Ledger } from './audit.ts';
import { compare, type Evidence } from './verdict.ts';

function ledgerOf(...applications: readonly string[]): Ledger {
  const submitted = new Map<string, number>();
  for (const id of applications) submitted.set(id, (submitted.get(id) ?? 0) + 1);
  return {
    submitted,
    submittedBy: new Map(applications.map((id) => [id, id === 'untold' ? 'K-2' : 'K-1'])),
    projected: new Set(applications),
    entries: applications.length,
    conflicts: 0,
    setAside: 0,
    sealed: submitted.size,
    faults: [],
  };
}

const journal = (...applications: readonly string[]) => ({ states: [], applications });
const well: Evidence = {
  told: new Set(['a', 'b']),
  journals: [journal('a'), journal('b', 'untold')],
  wiped: new Set(),
  reported: 3,
  ledger: ledgerOf('a', 'b', 'untold'),
  problems: [],
};

describe('what a chaos run finds', () => {
  test('told and untold ones are in the ledger once and counted once: all is well', () => {
    expect(compare(well)).toMatchObject({ acknowledged: 2, committed: 3, lost: 0, doubled: 0, well: true });
  });

  test('a kiosk that lost its journal: what it delivered before is no loss and nothing too much, what it did not is lost', () => {
    const without = { ...well, journals: [journal('a', 'b')] };
    expect(compare(without)).toMatchObject({ doubled: 1, well: false });
    expect(compare({ ...without, wiped: new Set(['K-2']) })).toMatchObject({ committed: 3, well: true });
    const lost = { ...well, journals: [journal('a')], wiped: new Set(['K-1']) };
    expect(compare({ ...lost, ledger: ledgerOf('a', 'untold'), reported: 2 })).toMatchObject({
      lost: 1,
      well: false,
    });
  });

  test.each<[string, Partial<Evidence>, { lost?: number; doubled?: number; conflicts?: number }]>([
    ['told, not in the ledger', { ledger: ledgerOf('a', 'untold'), reported: 2 }, { lost: 1 }],
    [
      'committed without telling, not in the ledger',
      { ledger: ledgerOf('a', 'b'), reported: 2 },
      { lost: 1 },
    ],
    ['in the ledger, not counted', { reported: 2 }, { lost: 1 }],
    [
      'in the ledger, without a row',
      { ledger: { ...well.ledger, projected: new Set(['a', 'b']) } },
      { lost: 1 },
    ],
    ['in the ledger twice', { ledger: { ...ledgerOf('a', 'b', 'b', 'untold'), sealed: 3 } }, { doubled: 1 }],
    ['counted twice', { reported: 4 }, { doubled: 1 }],
    ['a conflict', { ledger: { ...well.ledger, conflicts: 1 } }, { conflicts: 1 }],
    ['a broken chain', { ledger: { ...well.ledger, faults: ['K1/1/2: names another entry before it'] } }, {}],
    ['an entry set aside', { ledger: { ...well.ledger, setAside: 1 } }, {}],
    ['a sealed payload is missing', { ledger: { ...well.ledger, sealed: 2 } }, {}],
    ['told, and gone from the journal', { journals: [journal('a'), journal('untold')] }, {}],
    ['a kiosk that stayed behind', { problems: ['round 1: node-1 is offline with 3 queued'] }, {}],
  ])('%s: not well', (_, change, found) => {
    expect(compare({ ...well, ...change })).toMatchObject({ ...found, well: false });
  });
});

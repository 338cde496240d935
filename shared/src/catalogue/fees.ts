import type { EndorsementChoice } from './endorsement.ts';

interface FeeTable {
  readonly version: string;
  /** First Beijing day on which the table holds. */
  readonly from: string;
  /** Fen per endorsement, by number of entries. */
  readonly endorsementByEntries: Readonly<Record<1 | 2, number>>;
}

/** Dated fee tables, newest last. Source: 发改价格〔2017〕1186号, domain.md 2.1. Money is whole fen. */
const FEE_TABLES: readonly FeeTable[] = [
  { version: '2017-1186', from: '2017-07-01', endorsementByEntries: { 1: 1500, 2: 3000 } },
];

export interface Fee {
  /** Whole fen. */
  readonly totalFen: number;
  readonly perChoiceFen: readonly number[];
  /** Which table it was taken from; kept with the application. */
  readonly table: string;
}

/** The fee of an application's choices on a Beijing day; null before the first table. */
export function feeFor(choices: readonly EndorsementChoice[], day: string): Fee | null {
  const table = FEE_TABLES.findLast((t) => t.from <= day);
  if (table === undefined) return null;
  const perChoiceFen = choices.map((c) => table.endorsementByEntries[c.entries]);
  return { totalFen: perChoiceFen.reduce((a, b) => a + b, 0), perChoiceFen, table: table.version };
}

/** Fen as yuan without needless zeros: 1500 → "15", 1550 → "15.50". */
export function yuan(fen: number): string {
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

import { METRICS } from '@haizhu/shared/metrics/dictionary';
import type { Reader } from '../storage/store.ts';
import { countFigures, sourceSplits } from './count.ts';
import { addCounts, type Counts, type Figures, figuresOf, NO_COUNTS } from './figures.ts';
import { type GroupName, groupNames } from './groups.ts';
import type { Grouping, Period } from './period.ts';

export interface ReportGroup extends GroupName {
  readonly figures: Figures;
}

export interface Report {
  readonly from: string;
  readonly to: string;
  readonly groupBy: Grouping | null;
  /** Counted up to this entry of the ledger, at this instant. */
  readonly asOf: { readonly ledgerId: number; readonly at: number };
  readonly definitions: typeof METRICS;
  readonly total: Figures;
  readonly groups: readonly ReportGroup[];
}

/** The figures of a period. Total and groups come from one statement; a total is the sum of its groups. */
export async function makeReport(
  reader: Reader,
  period: Period,
  groupBy: Grouping | null,
  now: number,
): Promise<Report> {
  const names = groupBy === null ? [] : await groupNames(reader, period, groupBy);
  const { ledgerId, rows } = await countFigures(reader, period, groupBy);
  let total: Counts = NO_COUNTS;
  const byKey = new Map<string, Counts>(names.map(({ key }) => [key, NO_COUNTS]));
  for (const { key, counts } of rows) {
    total = addCounts(total, counts);
    if (key !== null) byKey.set(key, addCounts(byKey.get(key) ?? NO_COUNTS, counts));
  }
  const nameOf = new Map(names.map((name) => [name.key, name]));
  const groups = [...byKey].map(([key, counts]) => ({
    ...(nameOf.get(key) ?? { key, label: key, labelEn: key }),
    figures: figuresOf(counts, (source) => sourceSplits(source, groupBy)),
  }));
  return {
    ...period,
    groupBy,
    asOf: { ledgerId, at: now },
    definitions: METRICS,
    total: figuresOf(total),
    groups,
  };
}

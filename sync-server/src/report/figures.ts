import { METRIC_NAMES, METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** One figure as it is published. `definition` is the id in the metric dictionary. */
export interface Figure {
  /** Null: cannot be computed; `reason` says why. */
  readonly value: number | null;
  readonly definition: string;
  readonly reason?: NullReason;
}

/** `does-not-split`: the figure has no part that belongs to one group. */
export type NullReason = 'no-sessions' | 'does-not-split';

export type Figures = Readonly<Record<MetricName, Figure>>;

/** Figures that are counted; the others are computed from them. */
export type CountName = Exclude<MetricName, 'faultRate'>;
export type Counts = Readonly<Record<CountName, number>>;

/** What is counted, by which day. A figure and the list behind it use the same source and the same condition. */
export const SOURCES = {
  submitted: { table: 'application', day: 'submitted_day', instant: 'submitted_at' },
  decided: { table: 'application', day: 'decided_day', instant: 'decided_at' },
  session: { table: 'session', day: 'started_day', instant: 'started_at' },
  fault: { table: 'fault_occurrence', day: 'begun_day', instant: 'begun_at' },
} as const;
export type Source = keyof typeof SOURCES;

interface CountRule {
  readonly source: Source;
  readonly condition: RawBuilder<SqlBool>;
}

const rule = (source: Source, condition: RawBuilder<SqlBool>): CountRule => ({ source, condition });

/** How the dictionary's definitions are counted. */
export const COUNT_RULES: Readonly<Record<CountName, CountRule>> = {
  applications: rule('submitted', sql`1 = 1`),
  accepted: rule('submitted', sql`acceptance = 'accepted'`),
  notAccepted: rule('submitted', sql`acceptance = 'not-accepted'`),
  undetermined: rule('submitted', sql`acceptance = 'undetermined'`),
  selfService: rule('submitted', sql`acceptance = 'accepted' and channel = 'kiosk'`),
  pending: rule('submitted', sql`acceptance <> 'not-accepted' and decision = 'none'`),
  concluded: rule('decided', sql`decision <> 'none'`),
  approved: rule('decided', sql`decision = 'approved'`),
  refused: rule('decided', sql`decision = 'refused'`),
  sessions: rule('session', sql`1 = 1`),
  deviceFaults: rule('fault', sql`fault_class in ('hard', 'soft')`),
};

export const COUNT_NAMES = METRIC_NAMES.filter((name): name is CountName => name !== 'faultRate');

export const NO_COUNTS: Counts = {
  applications: 0,
  accepted: 0,
  notAccepted: 0,
  undetermined: 0,
  selfService: 0,
  pending: 0,
  concluded: 0,
  approved: 0,
  refused: 0,
  sessions: 0,
  deviceFaults: 0,
};

/** Adds counts; a total is the sum of its groups. */
export function addCounts(a: Counts, b: Partial<Counts>): Counts {
  const sum: Record<CountName, number> = { ...a };
  for (const name of COUNT_NAMES) sum[name] += b[name] ?? 0;
  return sum;
}

/** Publishes counts with their definitions. `splits` says whether a source has parts that belong to the group. */
export function figuresOf(counts: Counts, splits: (source: Source) => boolean = () => true): Figures {
  const figure = (name: MetricName): Figure => {
    const definition = METRICS[name].id;
    if (name === 'faultRate') return faultRate(counts, splits, definition);
    if (!splits(COUNT_RULES[name].source)) return { value: null, definition, reason: 'does-not-split' };
    return { value: counts[name], definition };
  };
  return {
    applications: figure('applications'),
    accepted: figure('accepted'),
    notAccepted: figure('notAccepted'),
    undetermined: figure('undetermined'),
    concluded: figure('concluded'),
    approved: figure('approved'),
    refused: figure('refused'),
    selfService: figure('selfService'),
    pending: figure('pending'),
    sessions: figure('sessions'),
    deviceFaults: figure('deviceFaults'),
    faultRate: figure('faultRate'),
  };
}

function faultRate(counts: Counts, splits: (source: Source) => boolean, definition: string): Figure {
  if (!splits('session') || !splits('fault')) return { value: null, definition, reason: 'does-not-split' };
  if (counts.sessions === 0) return { value: null, definition, reason: 'no-sessions' };
  return { value: (counts.deviceFaults * 1000) / counts.sessions, definition };
}

import { METRIC_NAMES, type MetricName } from '@haizhu/shared/metrics/dictionary';
import * as z from 'zod/mini';
import { completenessSchema } from './completeness.ts';

export const GROUPINGS = ['day', 'month', 'station', 'kiosk', 'item'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const figureSchema = z.object({
  /** Null: cannot be computed or does not split; `reason` says why. */
  value: z.nullable(z.number()),
  definition: z.string(),
  reason: z.optional(z.enum(['no-sessions', 'does-not-split'])),
});
export type Figure = z.infer<typeof figureSchema>;

const figuresSchema = z.record(z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]), figureSchema);
export type Figures = z.infer<typeof figuresSchema>;

/** One answer holds the total, the groups and the definitions; chart and table are drawn from it. */
export const reportSchema = z.object({
  from: z.string(),
  to: z.string(),
  groupBy: z.nullable(z.enum(GROUPINGS)),
  asOf: z.object({ ledgerId: z.number(), at: z.number() }),
  total: figuresSchema,
  completeness: completenessSchema,
  groups: z.array(
    z.object({ key: z.string(), label: z.string(), labelEn: z.string(), figures: figuresSchema }),
  ),
});
export type Report = z.infer<typeof reportSchema>;
export type ReportGroup = Report['groups'][number];

/** The list behind a figure. No personal data. */
export const applicationsSchema = z.object({
  applications: z.array(
    z.object({
      id: z.string(),
      kiosk: z.string(),
      station: z.string(),
      item: z.string(),
      mode: z.enum(['attended', 'intake']),
      epoch: z.number(),
      seq: z.number(),
      submittedAt: z.number(),
      submittedDay: z.string(),
      receivedAt: z.number(),
      acceptance: z.enum(['undetermined', 'accepted', 'not-accepted']),
      acceptanceReason: z.nullable(z.string()),
      decision: z.enum(['none', 'approved', 'refused']),
      decidedAt: z.nullable(z.number()),
      decisionReason: z.nullable(z.string()),
      payment: z.enum(['none', 'open', 'settled', 'declined', 'refunded']),
      production: z.enum(['none', 'writing', 'written', 'failed']),
      feeFen: z.number(),
    }),
  ),
  total: z.number(),
  next: z.nullable(z.string()),
});
export type ApplicationRow = z.infer<typeof applicationsSchema>['applications'][number];

/** The visits behind the figure `sessions`. */
export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      kiosk: z.string(),
      station: z.string(),
      startedAt: z.number(),
      startedDay: z.string(),
      /** Null while it is under way. */
      outcome: z.nullable(z.string()),
      durationMs: z.nullable(z.number()),
      lastStep: z.nullable(z.string()),
    }),
  ),
  total: z.number(),
  next: z.nullable(z.string()),
});
export type SessionRow = z.infer<typeof sessionsSchema>['sessions'][number];

/** The faults behind the figure `deviceFaults`. */
export const faultsSchema = z.object({
  deviceFaults: z.array(
    z.object({
      id: z.string(),
      kiosk: z.string(),
      station: z.string(),
      fault: z.string(),
      device: z.string(),
      faultClass: z.string(),
      begunAt: z.number(),
      begunDay: z.string(),
      clearedAt: z.nullable(z.number()),
    }),
  ),
  total: z.number(),
  next: z.nullable(z.string()),
});
export type FaultRow = z.infer<typeof faultsSchema>['deviceFaults'][number];

const BASE = '/api/v1';
const query = (values: Readonly<Record<string, string | null | undefined>>) =>
  new URLSearchParams(
    Object.entries(values).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
    ),
  ).toString();

export interface ReportQuestion {
  readonly from: string;
  readonly to: string;
  readonly groupBy?: Grouping;
}

export const reportPath = ({ from, to, groupBy }: ReportQuestion) =>
  `${BASE}/report?${query({ from, to, groupBy })}`;
export const reportCsvPath = ({ from, to, groupBy }: ReportQuestion) =>
  `${BASE}/report.csv?${query({ from, to, groupBy })}`;

export interface BehindQuestion {
  readonly from: string;
  readonly to: string;
  readonly metric: string;
  readonly station?: string | null;
  readonly kiosk?: string | null;
  readonly item?: string | null;
  readonly cursor?: string | null;
}

export const applicationsPath = (question: BehindQuestion) =>
  `${BASE}/applications?${query({ ...question })}`;
export const sessionsPath = ({ metric: _, ...question }: BehindQuestion) =>
  `${BASE}/sessions?${query(question)}`;
export const faultsPath = ({ metric: _, ...question }: BehindQuestion) =>
  `${BASE}/device-faults?${query(question)}`;

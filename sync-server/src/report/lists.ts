import type { Result } from '@haizhu/shared/result';
import { sql } from 'kysely';
import type { Reader } from '../storage/store.ts';
import { type BehindQuestion, listBehind, type Page } from './behind.ts';
import { COUNT_RULES, type CountName } from './figures.ts';
import type { ParameterError } from './period.ts';

/** An application as staff may see it: nothing of the person. */
export interface ApplicationRow {
  readonly id: string;
  readonly kiosk: string;
  readonly station: string;
  readonly item: string;
  readonly mode: string;
  readonly epoch: number;
  readonly seq: number;
  readonly submittedAt: number;
  readonly submittedDay: string;
  readonly receivedAt: number;
  readonly acceptance: string;
  readonly acceptanceReason: string | null;
  readonly decision: string;
  readonly decidedAt: number | null;
  readonly decidedDay: string | null;
  readonly decisionReason: string | null;
  readonly payment: string;
  readonly production: string;
  readonly feeFen: number;
}

export interface SessionRow {
  readonly id: string;
  readonly kiosk: string;
  readonly station: string;
  readonly startedAt: number;
  readonly startedDay: string;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly durationMs: number | null;
  readonly lastStep: string | null;
  readonly rating: number | null;
}

export interface FaultRow {
  readonly id: string;
  readonly kiosk: string;
  readonly station: string;
  readonly fault: string;
  readonly device: string;
  readonly faultClass: string;
  readonly begunAt: number;
  readonly begunDay: string;
  readonly clearedAt: number | null;
}

type Listed<T> = Promise<Result<Page<T>, ParameterError>>;

export function listApplications(reader: Reader, question: BehindQuestion): Listed<ApplicationRow> {
  return listBehind<ApplicationRow>(reader, question, {
    id: sql`id`,
    kiosk: sql`kiosk_id`,
    station: sql`station_id`,
    item: sql`item`,
    mode: sql`mode`,
    epoch: sql`epoch`,
    seq: sql`seq`,
    submittedAt: sql`submitted_at`,
    submittedDay: sql`submitted_day`,
    receivedAt: sql`received_at`,
    acceptance: sql`acceptance`,
    acceptanceReason: sql`acceptance_reason`,
    decision: sql`decision`,
    decidedAt: sql`decided_at`,
    decidedDay: sql`decided_day`,
    decisionReason: sql`decision_reason`,
    payment: sql`payment`,
    production: sql`production`,
    feeFen: sql`fee_fen`,
  });
}

export function listSessions(reader: Reader, question: BehindQuestion): Listed<SessionRow> {
  return listBehind<SessionRow>(reader, question, {
    id: sql`id`,
    kiosk: sql`kiosk_id`,
    station: sql`station_id`,
    startedAt: sql`started_at`,
    startedDay: sql`started_day`,
    endedAt: sql`ended_at`,
    outcome: sql`outcome`,
    durationMs: sql`duration_ms`,
    lastStep: sql`last_step`,
    rating: sql`rating`,
  });
}

export function listFaults(reader: Reader, question: BehindQuestion): Listed<FaultRow> {
  return listBehind<FaultRow>(reader, question, {
    id: sql`id`,
    kiosk: sql`kiosk_id`,
    station: sql`station_id`,
    fault: sql`fault`,
    device: sql`device`,
    faultClass: sql`fault_class`,
    begunAt: sql`begun_at`,
    begunDay: sql`begun_day`,
    clearedAt: sql`cleared_at`,
  });
}

/** Figures whose entries are applications. */
export const APPLICATION_METRICS = Object.entries(COUNT_RULES)
  .filter(([, { source }]) => source === 'submitted' || source === 'decided')
  .map(([name]) => name as CountName);

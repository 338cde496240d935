import type { Generated, Insertable, Selectable } from 'kysely';

/**
 * The tables, as Kysely sees them. Instants are integers (ms since 1970 UTC), days are text (YYYY-MM-DD,
 * Beijing), truth values are 0 or 1, money is whole fen: the same on SQLite and PostgreSQL.
 * Each table is written by one module only; the comment names it.
 */
export interface Schema {
  ledger: LedgerTable;
  ledger_conflict: LedgerConflictTable;
  quarantine: QuarantineTable;
  journal_day: JournalDayTable;
  sealed_payload: SealedPayloadTable;
  sealed_access: SealedAccessTable;
  station: StationTable;
  kiosk: KioskTable;
  kiosk_epoch: KioskEpochTable;
  enrolment_code: EnrolmentCodeTable;
  presence: PresenceTable;
  fault_occurrence: FaultOccurrenceTable;
  session: SessionTable;
  application: ApplicationTable;
  authority_task: AuthorityTaskTable;
  payment_order: PaymentOrderTable;
  incident: IncidentTable;
  staff: StaffTable;
  staff_session: StaffSessionTable;
  api_token: ApiTokenTable;
  audit: AuditTable;
}

/** ledger: append-only, never updated, never deleted from. */
export interface LedgerTable {
  /** Position in the ledger, rising. The "as of" of a report. */
  id: Generated<number>;
  /** Kiosk id, or `server` for the server's own entries. */
  origin: string;
  epoch: number;
  seq: number;
  kind: string;
  version: number;
  /** When it happened: the entry's `at`, bounded by what is plausible (see `clock_suspect`). */
  at: number;
  day: string;
  received_at: number;
  digest: string;
  text: string;
  /** 1: set aside, its body was not projected; the reason stands in `quarantine`. */
  set_aside: number;
  /** 0: `prev` is not the digest of the entry before (S11). */
  chain_ok: number;
  /** 1: the kiosk's time was implausible and `at` was bounded. */
  clock_suspect: number;
}

/** ledger: the other content that was offered for a place already taken, or a broken chain (S4, S11). */
export interface LedgerConflictTable {
  id: Generated<number>;
  origin: string;
  epoch: number;
  seq: number;
  conflict: string;
  kept_digest: string;
  offered_digest: string;
  offered_text: string;
  at: number;
}

/** ledger: what was set aside and what an operator did with it (S6). */
export interface QuarantineTable {
  origin: string;
  epoch: number;
  seq: number;
  reason: string;
  detail: string;
  at: number;
  /** open | repaired | dismissed */
  state: string;
  resolved_at: number | null;
  resolved_by: string | null;
  note: string | null;
}

/**
 * ledger: entries of one kiosk, enrolment and day as the kiosk wrote it, set-aside ones included; beside them what the
 * kiosk itself has counted.
 */
export interface JournalDayTable {
  kiosk_id: string;
  epoch: number;
  day: string;
  entries: number;
  applications: number;
  /** Null until the kiosk has told. */
  told_entries: number | null;
  told_applications: number | null;
  told_at: number | null;
}

/** sealing: what is personal, encrypted; the only place. */
export interface SealedPayloadTable {
  digest: string;
  origin: string;
  epoch: number;
  seq: number;
  key_id: string;
  jwe: string;
  received_at: number;
}

/** sealing: one row for each opening of a sealed payload. */
export interface SealedAccessTable {
  id: Generated<number>;
  digest: string;
  who: string;
  why: string;
  at: number;
}

/** devices */
export interface StationTable {
  id: string;
  name_zh: string;
  name_en: string;
}

/** devices */
export interface KioskTable {
  id: string;
  station_id: string;
  model: string;
  installed_on: string;
  /** 1: a demonstration machine of a run with simulated parts. */
  demo: number;
  current_epoch: number;
  created_at: number;
  revoked_at: number | null;
}

/** ledger: how far each enrolment of a kiosk has come. */
export interface KioskEpochTable {
  kiosk_id: string;
  epoch: number;
  public_key: string;
  key_thumbprint: string;
  enrolled_at: number;
  /** Entries 1…through are in the ledger. */
  through: number;
  /** Digest of entry `through`, or of the chain's start. */
  last_digest: string;
  /** Highest journal head the kiosk ever told (S8). */
  told_head: number;
}

/** devices */
export interface EnrolmentCodeTable {
  code_digest: string;
  kiosk_id: string;
  expires_at: number;
  used_at: number | null;
  used_thumbprint: string | null;
  epoch: number | null;
}

/** devices: what a kiosk last told of itself; not part of the ledger. */
export interface PresenceTable {
  kiosk_id: string;
  epoch: number;
  connected: number;
  last_contact_at: number;
  /** Kiosk clock minus server clock, ms. */
  clock_error_ms: number;
  head: number;
  through: number;
  queued: number;
  oldest_at: number | null;
  level: string;
  /** JSON array of fault ids. */
  faults: string;
  screen: string;
  software: string;
  storage_used: number | null;
  storage_quota: number | null;
  storage_persisted: number | null;
  /** Whether the queue is kept twice; null where the kiosk did not say. */
  storage_spared: number | null;
  /** The run of a server at which it was heard last. */
  server: Generated<string>;
}

/** devices: projection of fault.begun and fault.cleared. */
export interface FaultOccurrenceTable {
  id: string;
  kiosk_id: string;
  station_id: string;
  fault: string;
  device: string;
  fault_class: string;
  begun_at: number;
  begun_day: string;
  cleared_at: number | null;
}

/** applications: projection of session.* and rating.given. */
export interface SessionTable {
  id: string;
  kiosk_id: string;
  station_id: string;
  started_at: number;
  started_day: string;
  ended_at: number | null;
  outcome: string | null;
  duration_ms: number | null;
  last_step: string | null;
  rating: number | null;
}

/** applications: projection of application.*, payment.* and card.*. One row is one application (份). */
export interface ApplicationTable {
  id: string;
  kiosk_id: string;
  station_id: string;
  epoch: number;
  seq: number;
  session_id: string;
  item: string;
  /** `kiosk`; other channels are imported later. */
  channel: string;
  mode: string;
  /** JSON array of the endorsement choices. */
  choices: string;
  fee_fen: number;
  lookup: string;
  sealed_digest: string | null;
  submitted_at: number;
  submitted_day: string;
  received_at: number;
  /** undetermined | accepted | not-accepted */
  acceptance: string;
  acceptance_at: number | null;
  acceptance_reason: string | null;
  reference: string | null;
  /** none | approved | refused */
  decision: string;
  decided_at: number | null;
  decided_day: string | null;
  decision_reason: string | null;
  /** JSON array of the grants of an approval. */
  grants: string;
  /** none | open | settled | declined | refunded: what `orders` come to */
  payment: string;
  /** JSON object: where each payment order stands, see `order-states.ts`. */
  orders: Generated<string>;
  /** none | writing | written | failed */
  production: string;
}

/** applications: work that is due at the authority; a row is made in the transaction of the cause. */
export interface AuthorityTaskTable {
  application_id: string;
  /** accept | decide */
  step: string;
  due_at: number;
  attempts: number;
  last_error: string | null;
}

/** payments */
export interface PaymentOrderTable {
  id: string;
  application_id: string;
  kiosk_id: string;
  amount_fen: number;
  /** open | abandoned | settled | declined | expired | refund-due | refunded */
  state: string;
  code_url: string;
  created_at: number;
  expires_at: number;
  due_at: number;
  attempts: number;
}

/** incidents: what was sent that should not have been; counted, not repeated. */
export interface IncidentTable {
  id: Generated<number>;
  name: string;
  /** Kiosk as it called itself; may be unknown here. Empty when it named none. */
  kiosk_id: string;
  address: string;
  detail: string;
  first_at: number;
  last_at: number;
  count: number;
}

/** access */
export interface StaffTable {
  id: Generated<number>;
  name: string;
  password: string;
  /** maintenance | bureau | admin | auditor */
  role: string;
  created_at: number;
  disabled_at: number | null;
  /** 1: the password was made by somebody else and is to be changed before anything else is done. */
  must_change_password: number;
}

/** access */
export interface StaffSessionTable {
  token_digest: string;
  staff_id: number;
  created_at: number;
  /** Last use, to the minute: a session that lies idle ends. */
  last_seen_at: number;
  expires_at: number;
}

/** access: tokens for scripts. */
export interface ApiTokenTable {
  id: Generated<number>;
  token_digest: string;
  name: string;
  role: string;
  created_by: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** access: what staff did. */
export interface AuditTable {
  id: Generated<number>;
  at: number;
  who: string;
  action: string;
  target: string;
  detail: string;
}

export type Row<T extends keyof Schema> = Selectable<Schema[T]>;
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>;

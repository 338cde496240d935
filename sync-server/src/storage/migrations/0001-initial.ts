import { type ColumnBuilderCallback, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Store } from '../store.ts';

type Db = Kysely<unknown>;
type Columns = Readonly<Record<string, 'text' | 'integer' | 'bigint'>>;

const nullable: ColumnBuilderCallback = (column) => column;
const required: ColumnBuilderCallback = (column) => column.notNull();

/** Columns in a row; a name that ends in `?` may be null. */
function columns<T extends string>(table: CreateTableBuilder<T, never>, described: Columns) {
  let builder = table as CreateTableBuilder<string, string>;
  for (const [name, type] of Object.entries(described)) {
    builder = name.endsWith('?')
      ? builder.addColumn(name.slice(0, -1), type, nullable)
      : builder.addColumn(name, type, required);
  }
  return builder;
}

/** A table whose rows are numbered by the database, rising. */
function numbered(db: Db, engine: Store['engine'], name: string, described: Columns) {
  const table = db.schema
    .createTable(name)
    .addColumn('id', engine === 'sqlite' ? 'integer' : 'bigint', (column) =>
      engine === 'sqlite'
        ? column.primaryKey().autoIncrement()
        : column.primaryKey().generatedAlwaysAsIdentity(),
    );
  return columns(table as never, described);
}

function keyed(db: Db, name: string, key: readonly string[], described: Columns) {
  return columns(db.schema.createTable(name), described).addPrimaryKeyConstraint(`${name}_pk`, [
    ...key,
  ] as never[]);
}

const PLACE = { origin: 'text', epoch: 'integer', seq: 'bigint' } as const;

/**
 * The first schema. Every index costs each entry something, so there is one only where a page or a worker asks by it.
 * Keys that rise with time (places, days, ids of version 7) keep the tree's hot part small however large it grows.
 */
export async function initial(db: Db, engine: Store['engine']): Promise<void> {
  const index = (name: string, table: string, ...on: string[]) =>
    db.schema.createIndex(name).on(table).columns(on).execute();

  await numbered(db, engine, 'ledger', {
    ...PLACE,
    kind: 'text',
    version: 'integer',
    at: 'bigint',
    day: 'text',
    received_at: 'bigint',
    digest: 'text',
    text: 'text',
    set_aside: 'integer',
    chain_ok: 'integer',
    clock_suspect: 'integer',
  })
    .addUniqueConstraint('ledger_place', ['origin', 'epoch', 'seq'] as never[])
    .execute();
  await numbered(db, engine, 'ledger_conflict', {
    ...PLACE,
    conflict: 'text',
    kept_digest: 'text',
    offered_digest: 'text',
    offered_text: 'text',
    at: 'bigint',
  }).execute();
  await keyed(db, 'quarantine', ['origin', 'epoch', 'seq'], {
    ...PLACE,
    reason: 'text',
    detail: 'text',
    at: 'bigint',
    state: 'text',
  }).execute();
  await keyed(db, 'sealed_payload', ['origin', 'epoch', 'seq'], {
    ...PLACE,
    digest: 'text',
    key_id: 'text',
    jwe: 'text',
    received_at: 'bigint',
  }).execute();
  await numbered(db, engine, 'sealed_access', {
    digest: 'text',
    who: 'text',
    why: 'text',
    at: 'bigint',
  }).execute();

  await keyed(db, 'station', ['id'], { id: 'text', name_zh: 'text', name_en: 'text' }).execute();
  await keyed(db, 'kiosk', ['id'], {
    id: 'text',
    station_id: 'text',
    model: 'text',
    installed_on: 'text',
    demo: 'integer',
    current_epoch: 'integer',
    created_at: 'bigint',
    'revoked_at?': 'bigint',
  }).execute();
  await keyed(db, 'kiosk_epoch', ['kiosk_id', 'epoch'], {
    kiosk_id: 'text',
    epoch: 'integer',
    public_key: 'text',
    key_thumbprint: 'text',
    enrolled_at: 'bigint',
    through: 'bigint',
    last_digest: 'text',
    told_head: 'bigint',
  }).execute();
  await keyed(db, 'enrolment_code', ['code_digest'], {
    code_digest: 'text',
    kiosk_id: 'text',
    expires_at: 'bigint',
    'used_at?': 'bigint',
    'used_thumbprint?': 'text',
    'epoch?': 'integer',
  }).execute();
  await keyed(db, 'presence', ['kiosk_id'], {
    kiosk_id: 'text',
    epoch: 'integer',
    connected: 'integer',
    last_contact_at: 'bigint',
    clock_error_ms: 'bigint',
    head: 'bigint',
    through: 'bigint',
    queued: 'bigint',
    'oldest_at?': 'bigint',
    level: 'text',
    faults: 'text',
    screen: 'text',
    software: 'text',
    'storage_used?': 'bigint',
    'storage_quota?': 'bigint',
    'storage_persisted?': 'integer',
  }).execute();
  await keyed(db, 'fault_occurrence', ['id'], {
    id: 'text',
    kiosk_id: 'text',
    station_id: 'text',
    fault: 'text',
    device: 'text',
    fault_class: 'text',
    begun_at: 'bigint',
    begun_day: 'text',
    'cleared_at?': 'bigint',
  }).execute();
  await index('fault_occurrence_begun', 'fault_occurrence', 'begun_day');
  await index('fault_occurrence_kiosk', 'fault_occurrence', 'kiosk_id', 'begun_at');

  await keyed(db, 'session', ['id'], {
    id: 'text',
    kiosk_id: 'text',
    station_id: 'text',
    started_at: 'bigint',
    started_day: 'text',
    'ended_at?': 'bigint',
    'outcome?': 'text',
    'duration_ms?': 'bigint',
    'last_step?': 'text',
    'rating?': 'integer',
  }).execute();
  await index('session_started', 'session', 'started_day');
  await keyed(db, 'application', ['id'], {
    id: 'text',
    kiosk_id: 'text',
    station_id: 'text',
    epoch: 'integer',
    seq: 'bigint',
    session_id: 'text',
    item: 'text',
    channel: 'text',
    mode: 'text',
    choices: 'text',
    fee_fen: 'integer',
    lookup: 'text',
    'sealed_digest?': 'text',
    submitted_at: 'bigint',
    submitted_day: 'text',
    received_at: 'bigint',
    acceptance: 'text',
    'acceptance_at?': 'bigint',
    'acceptance_reason?': 'text',
    'reference?': 'text',
    decision: 'text',
    'decided_at?': 'bigint',
    'decided_day?': 'text',
    'decision_reason?': 'text',
    grants: 'text',
    payment: 'text',
    production: 'text',
  }).execute();
  await index('application_submitted', 'application', 'submitted_day');
  await index('application_decided', 'application', 'decided_day');
  await index('application_lookup', 'application', 'lookup');
  await keyed(db, 'authority_task', ['application_id'], {
    application_id: 'text',
    step: 'text',
    due_at: 'bigint',
    attempts: 'integer',
    'last_error?': 'text',
  }).execute();
  await keyed(db, 'payment_order', ['id'], {
    id: 'text',
    application_id: 'text',
    kiosk_id: 'text',
    amount_fen: 'integer',
    state: 'text',
    code_url: 'text',
    created_at: 'bigint',
    expires_at: 'bigint',
    due_at: 'bigint',
    attempts: 'integer',
  }).execute();
  await index('payment_order_application', 'payment_order', 'application_id');
  await index('payment_order_state', 'payment_order', 'state', 'due_at');

  await numbered(db, engine, 'incident', {
    name: 'text',
    kiosk_id: 'text',
    address: 'text',
    detail: 'text',
    first_at: 'bigint',
    last_at: 'bigint',
    count: 'bigint',
  }).execute();
  await index('incident_last', 'incident', 'last_at');
  await numbered(db, engine, 'staff', {
    name: 'text',
    password: 'text',
    role: 'text',
    created_at: 'bigint',
    'disabled_at?': 'bigint',
    must_change_password: 'integer',
  })
    .addUniqueConstraint('staff_name', ['name'] as never[])
    .execute();
  await keyed(db, 'staff_session', ['token_digest'], {
    token_digest: 'text',
    staff_id: 'bigint',
    created_at: 'bigint',
    last_seen_at: 'bigint',
    expires_at: 'bigint',
  }).execute();
  await numbered(db, engine, 'api_token', {
    token_digest: 'text',
    name: 'text',
    role: 'text',
    created_by: 'text',
    created_at: 'bigint',
    'last_used_at?': 'bigint',
    'revoked_at?': 'bigint',
  })
    .addUniqueConstraint('api_token_digest', ['token_digest'] as never[])
    .execute();
  await numbered(db, engine, 'audit', {
    at: 'bigint',
    who: 'text',
    action: 'text',
    target: 'text',
    detail: 'text',
  }).execute();
  await sql`insert into kiosk_epoch (kiosk_id, epoch, public_key, key_thumbprint, enrolled_at, through, last_digest, told_head)
    values ('server', 1, '', '', 0, 0, '', 0)`.execute(db);
}

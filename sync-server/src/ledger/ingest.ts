import { type PackedEntries, unpackEntries } from '@haizhu/shared/sync/packed-entries';
import { insertEach, insertMany } from '../storage/insert-many.ts';
import type { Store, Tx } from '../storage/store.ts';
import { type Conflict, compareKnown, conflictOf, isAmong } from './conflicts.ts';
import { addToDays } from './journal-days.ts';
import { keyIdOf } from './key-id.ts';
import type { LedgerEntry, Poison } from './ledger-entry.ts';
import type { Projected } from './projection.ts';
import type { ServerFact } from './server-entries.ts';
import { type Verified, verifyEntry } from './verify-entry.ts';

/** Entries from, from+1, … of one journal. */
export interface KioskBatch {
  readonly kiosk: string;
  readonly epoch: number;
  readonly from: number;
  /** As they came: what waits in large numbers is best one piece of bytes. `isWhole` says that they are whole. */
  readonly entries: PackedEntries;
  /** Epoch of the key with which the kiosk proved who it is. */
  readonly proved: number;
}

export interface Taken {
  readonly ok: true;
  /** Entries 1…through are in the ledger once the transaction is committed. */
  readonly through: number;
  readonly setAside: readonly { readonly seq: number; readonly reason: Poison['reason'] }[];
  readonly conflicts: readonly number[];
  /** Entries whose time was not believed. */
  readonly clockSuspects: number;
}

export type BatchResult =
  | Taken
  | { readonly ok: false; readonly error: 'seq-gap'; readonly through: number }
  | { readonly ok: false; readonly error: 'stale-epoch' | 'revoked-kiosk' };

interface Effects {
  project(entries: readonly LedgerEntry[]): Promise<Projected>;
  say(facts: readonly ServerFact[]): Promise<void>;
}

/** How far a journal is in the ledger, while a transaction brings it on. */
interface Course {
  readonly kiosk: string;
  readonly epoch: number;
  readonly enrolledAt: number;
  readonly currentEpoch: number;
  readonly isRevoked: boolean;
  through: number;
  lastDigest: string;
}

const nameOf = (kiosk: string, epoch: number) => `${kiosk}/${epoch}`;

/** Verifies and appends batches of one or many kiosks. What is not valid is set aside and does not block (S6). */
export async function ingestBatches(
  tx: Tx,
  engine: Store['engine'],
  batches: readonly KioskBatch[],
  now: number,
  effects: Effects,
): Promise<readonly BatchResult[]> {
  const courses = await loadCourses(tx, engine, batches);
  const fresh: { verified: Verified; chainOk: boolean }[] = [];
  const conflicts: Conflict[] = [];
  const results: (() => BatchResult)[] = [];
  const setAside = new Map<Verified, Poison>();

  for (const batch of batches) {
    const course = courses.get(nameOf(batch.kiosk, batch.epoch));
    // Looked at here, not only when the connection was proved: what is taken from a kiosk is taken from what waits too.
    if (course?.isRevoked === true) {
      results.push(() => ({ ok: false, error: 'revoked-kiosk' }));
      continue;
    }
    if (course === undefined || batch.proved !== course.currentEpoch) {
      results.push(() => ({ ok: false, error: 'stale-epoch' }));
      continue;
    }
    if (batch.from > course.through + 1) {
      const { through } = course;
      results.push(() => ({ ok: false, error: 'seq-gap', through }));
      continue;
    }
    const entries = unpackEntries(batch.entries);
    const known = entries.slice(0, Math.max(0, course.through + 1 - batch.from));
    const again = await compareKnown(tx, batch, known, fresh, now);
    conflicts.push(...again.unheard.filter((conflict) => !isAmong(conflicts, conflict)));
    const own: Verified[] = [];
    const inConflict = [...again.seqs];
    for (const wire of entries.slice(known.length)) {
      const seq = course.through + 1;
      const place = { origin: batch.kiosk, epoch: batch.epoch, seq };
      const verified = verifyEntry(place, wire, { receivedAt: now, enrolledAt: course.enrolledAt });
      // What cannot be read names no entry before it; that is poison, not a broken chain.
      const chainOk = verified.prev === null || verified.prev === course.lastDigest;
      if (!chainOk) {
        conflicts.push(
          conflictOf('chain', place, course.lastDigest, verified.prev ?? '', verified.text, now),
        );
        inConflict.push(seq);
      }
      fresh.push({ verified, chainOk });
      own.push(verified);
      course.through = seq;
      course.lastDigest = verified.digest;
    }
    const { through } = course;
    results.push(() => ({
      ok: true,
      through,
      setAside: own.flatMap((v) => {
        const poison = setAside.get(v);
        return poison === undefined ? [] : [{ seq: v.seq, reason: poison.reason }];
      }),
      conflicts: inConflict,
      clockSuspects: own.filter((v) => v.clockSuspect).length,
    }));
  }

  const valid: LedgerEntry[] = [];
  for (const { verified } of fresh) {
    if (verified.outcome.ok) valid.push(verified.outcome.entry);
    else setAside.set(verified, verified.outcome);
  }
  if (valid.length > 0) {
    const { rejected } = await effects.project(valid);
    for (const { verified } of rejected.size === 0 ? [] : fresh) {
      const poison = verified.outcome.ok ? rejected.get(verified.outcome.entry) : undefined;
      if (poison !== undefined) setAside.set(verified, poison);
    }
  }
  await append(tx, engine, fresh, setAside, conflicts, now);
  const advanced = new Set(fresh.map(({ verified }) => nameOf(verified.origin, verified.epoch)));
  for (const name of advanced) {
    const course = courses.get(name);
    if (course === undefined) continue;
    await tx
      .updateTable('kiosk_epoch')
      .set((eb) => ({
        through: course.through,
        last_digest: course.lastDigest,
        told_head: eb
          .case()
          .when('told_head', '<', course.through)
          .then(course.through)
          .else(eb.ref('told_head'))
          .end(),
      }))
      .where('kiosk_id', '=', course.kiosk)
      .where('epoch', '=', course.epoch)
      .execute();
  }
  await effects.say([
    ...[...setAside].map(
      ([{ origin, epoch, seq }, { reason }]): ServerFact => ({
        kind: 'entry.set-aside',
        body: { kiosk: origin as never, epoch, seq, reason },
        at: now,
      }),
    ),
    ...conflicts.map((c) => c.fact),
  ]);
  return results.map((result) => result());
}

async function loadCourses(
  tx: Tx,
  engine: Store['engine'],
  batches: readonly KioskBatch[],
): Promise<Map<string, Course>> {
  const courses = new Map<string, Course>();
  const names = new Map(batches.map((b) => [nameOf(b.kiosk, b.epoch), b]));
  // Locked in one order everywhere, so that two servers cannot wait for each other.
  for (const [name, { kiosk, epoch }] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let query = tx
      .selectFrom('kiosk_epoch')
      .innerJoin('kiosk', 'kiosk.id', 'kiosk_epoch.kiosk_id')
      .select(['through', 'last_digest', 'enrolled_at', 'current_epoch', 'revoked_at'])
      .where('kiosk_id', '=', kiosk)
      .where('epoch', '=', epoch);
    // Who revokes or enrols a kiosk at this moment waits, or is waited for.
    if (engine === 'postgres') query = query.forUpdate('kiosk_epoch').forShare('kiosk');
    const row = await query.executeTakeFirst();
    if (row === undefined) continue;
    courses.set(name, {
      kiosk,
      epoch,
      enrolledAt: row.enrolled_at,
      currentEpoch: row.current_epoch,
      isRevoked: row.revoked_at !== null,
      through: row.through,
      lastDigest: row.last_digest,
    });
  }
  return courses;
}

async function append(
  tx: Tx,
  engine: Store['engine'],
  fresh: readonly { readonly verified: Verified; readonly chainOk: boolean }[],
  setAside: ReadonlyMap<Verified, Poison>,
  conflicts: readonly Conflict[],
  now: number,
): Promise<void> {
  await insertEach(tx, engine, 'ledger', fresh, ['text'], ({ verified: v, chainOk }) => ({
    origin: v.origin,
    epoch: v.epoch,
    seq: v.seq,
    kind: v.kind,
    version: v.version,
    at: v.at,
    day: v.day,
    received_at: v.receivedAt,
    digest: v.digest,
    text: v.text,
    set_aside: setAside.has(v) ? 1 : 0,
    chain_ok: chainOk ? 1 : 0,
    clock_suspect: v.clockSuspect ? 1 : 0,
  }));
  await addToDays(
    tx,
    fresh.map(({ verified }) => verified),
  );
  await insertEach(
    tx,
    engine,
    'sealed_payload',
    fresh.flatMap(({ verified }) =>
      verified.sealed === null ? [] : [{ place: verified, sealed: verified.sealed }],
    ),
    ['jwe'],
    ({ place: { origin, epoch, seq, receivedAt }, sealed: { bytes, digest } }) => ({
      origin,
      epoch,
      seq,
      digest,
      key_id: keyIdOf(bytes),
      jwe: bytes,
      received_at: receivedAt,
    }),
  );
  await insertMany(
    tx,
    engine,
    'quarantine',
    [...setAside].map(([{ origin, epoch, seq }, { reason, detail }]) => ({
      origin,
      epoch,
      seq,
      reason,
      detail: detail.slice(0, 500),
      at: now,
      state: 'open',
      resolved_at: null,
      resolved_by: null,
      note: null,
    })),
  );
  await insertMany(
    tx,
    engine,
    'ledger_conflict',
    conflicts.map((c) => c.row),
  );
}

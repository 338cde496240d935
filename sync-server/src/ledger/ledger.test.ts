import { MAX_ENTRY_TEXT } from '@haizhu/shared/journal/entry';
import { unpackEntries } from '@haizhu/shared/sync/packed-entries';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { Ledger } from './ledger.ts';
import type { SetAsideReason } from './ledger-entry.ts';
import { rebuildProjections } from './rebuild.ts';
import { addKiosks, START, TestJournal, uuid } from './testing.ts';
import { digestOf } from './verify-entry.ts';

describe.each(ENGINES)('the ledger on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let kiosk: string;
  let number = 0;
  const now = START + 60_000;

  beforeAll(async () => {
    db = await openTestEngine(engine);
    const events = new DomainEvents();
    ledger = new Ledger({ store: db.store, events, clock: { now: () => now }, reactions: [] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    number += 1;
    kiosk = `K${number}`;
    await addKiosks(db.store, kiosk);
  });

  /** Ids that no other test uses. */
  const n = (k: number) => number * 1000 + k;
  const rows = () =>
    db.store.read
      .selectFrom('ledger')
      .selectAll()
      .where('origin', '=', kiosk)
      .orderBy('epoch')
      .orderBy('seq')
      .execute();

  test('entries get their places, their digests, and their projections', async () => {
    const journal = new TestJournal(kiosk);
    journal.session(n(1));
    journal.application(n(1));
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([
      { ok: true, through: 2, setAside: [], conflicts: [] },
    ]);
    expect((await rows()).map((r) => [r.seq, r.kind, r.digest, r.text])).toEqual(
      journal.entries.map(({ text }, i) => [i + 1, JSON.parse(text).kind, digestOf(text), text]),
    );
    const application = await db.store.read
      .selectFrom('application')
      .selectAll()
      .where('id', '=', uuid(n(1)))
      .executeTakeFirstOrThrow();
    expect(application).toMatchObject({
      kiosk_id: kiosk,
      station_id: 'S1',
      submitted_day: '2026-03-02',
      acceptance: 'undetermined',
    });
    const sealed = await db.store.read
      .selectFrom('sealed_payload')
      .selectAll()
      .where('origin', '=', kiosk)
      .execute();
    expect(sealed).toMatchObject([{ seq: 2, jwe: `sealed-${n(1)}`, digest: application.sealed_digest }]);
  });

  test('what is known is acknowledged again, once in the ledger (S4)', async () => {
    const journal = new TestJournal(kiosk);
    for (let k = 1; k <= 5; k += 1) journal.session(n(k));
    await ledger.ingest([journal.batch(1, 3)]);
    expect(
      await ledger.ingest([journal.batch(1, 3), journal.batch(2, 5), journal.batch(1, 5)]),
    ).toMatchObject([
      { ok: true, through: 3, conflicts: [] },
      { ok: true, through: 5, conflicts: [] },
      { ok: true, through: 5, conflicts: [] },
    ]);
    expect((await rows()).map((r) => r.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a gap is named and nothing is taken', async () => {
    const journal = new TestJournal(kiosk);
    for (let k = 1; k <= 3; k += 1) journal.session(n(k));
    expect(await ledger.ingest([journal.batch(3)])).toEqual([{ ok: false, error: 'seq-gap', through: 0 }]);
    expect(await rows()).toEqual([]);
  });

  test('an epoch that was never enrolled is refused', async () => {
    const journal = new TestJournal(kiosk, 9);
    journal.session(n(1));
    expect(await ledger.ingest([journal.batch(1)])).toEqual([{ ok: false, error: 'stale-epoch' }]);
  });

  test('another content for a taken place is a conflict: both are kept, nothing is overwritten, what follows flows (S4)', async () => {
    const journal = new TestJournal(kiosk);
    journal.session(n(1));
    await ledger.ingest([journal.batch(1)]);
    const other = new TestJournal(kiosk);
    const offered = other.session(n(2));
    other.session(n(3));
    expect(await ledger.ingest([other.batch(1)])).toMatchObject([
      { ok: true, through: 2, conflicts: [1, 2] },
    ]);
    expect((await rows()).map((r) => [r.seq, r.text === journal.entries[0]?.text, r.chain_ok])).toEqual([
      [1, true, 1],
      [2, false, 0],
    ]);
    const conflicts = await db.store.read
      .selectFrom('ledger_conflict')
      .selectAll()
      .where('origin', '=', kiosk)
      .orderBy('id')
      .execute();
    expect(conflicts).toMatchObject([
      { seq: 1, conflict: 'digest', offered_text: offered.text },
      { seq: 2, conflict: 'chain' },
    ]);
    const said = await db.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'entry.conflict')
      .execute();
    expect(said.filter((s) => s.text.includes(`"kiosk":"${kiosk}","epoch":1,"seq":1`))).toHaveLength(1);
    // Offered again and again, it is told again and listed once.
    for (let k = 0; k < 3; k += 1) {
      expect(await ledger.ingest([other.batch(1), other.batch(1)])).toMatchObject([
        { ok: true, conflicts: [1] },
        { ok: true, conflicts: [1] },
      ]);
    }
    const listed = await db.store.read
      .selectFrom('ledger_conflict')
      .select(['seq', 'conflict'])
      .where('origin', '=', kiosk)
      .orderBy('id')
      .execute();
    expect(listed).toEqual([
      { seq: 1, conflict: 'digest' },
      { seq: 2, conflict: 'chain' },
    ]);
  });

  const poisons: readonly [SetAsideReason, (journal: TestJournal) => void][] = [
    ['not-json', (j) => j.addText('{"seq":')],
    ['not-json', (j) => j.addText('')],
    ['bad-text', (j) => j.addText('a\0b')],
    ['bad-text', (j) => j.addBytes(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))],
    ['bad-text', (j) => j.addBytes(Buffer.from([0xff, 0]))],
    // Written as escapes, which every text can hold.
    ['bad-text', (j) => j.add('kiosk.started', { software: 'a\0', userAgent: '', persisted: null })],
    ['bad-text', (j) => j.add('kiosk.started', { software: '', userAgent: '\ud800', persisted: null })],
    ['too-long', (j) => j.addText('x'.repeat(MAX_ENTRY_TEXT + 1))],
    ['bad-header', (j) => j.addText('[]')],
    ['bad-header', (j) => j.addText('{"kiosk":"K"}')],
    [
      'other-place',
      (j) => j.add('session.started', { session: uuid(1) as never, language: 'zh' }, { header: { seq: 99 } }),
    ],
    [
      'unknown-kind',
      (j) =>
        j.add(
          'session.started',
          { session: uuid(1) as never, language: 'zh' },
          { header: { kind: 'no.such' } },
        ),
    ],
    [
      'unknown-kind',
      (j) => j.add('application.accepted' as never, { application: uuid(1), reference: 'r' } as never),
    ],
    [
      'unknown-version',
      (j) =>
        j.add('session.started', { session: uuid(1) as never, language: 'zh' }, { header: { version: 7 } }),
    ],
    ['bad-body', (j) => j.add('session.started', { session: 'x' as never, language: 'zh' })],
    [
      'bad-body',
      (j) => j.add('session.started', { session: uuid(1) as never, language: 'zh', name: '某人' } as never),
    ],
    [
      'sealed-missing',
      (j) =>
        j.add(
          'session.started',
          { session: uuid(1) as never, language: 'zh' },
          { header: { sealed: 'a'.repeat(64) } },
        ),
    ],
    [
      'sealed-unexpected',
      (j) =>
        j.add(
          'session.started',
          { session: uuid(1) as never, language: 'zh' },
          { sealed: 'jwe', header: { sealed: null } },
        ),
    ],
    [
      'sealed-mismatch',
      (j) =>
        j.add(
          'session.started',
          { session: uuid(1) as never, language: 'zh' },
          { sealed: 'jwe', header: { sealed: 'b'.repeat(64) } },
        ),
    ],
    [
      'unknown-reference',
      (j) =>
        j.add('session.ended', {
          session: uuid(424242) as never,
          outcome: 'completed',
          durationMs: 1,
          lastStep: 'rate',
        }),
    ],
    ['unknown-reference', (j) => j.add('card.written', { application: uuid(424242) as never, attempts: 1 })],
    ['unknown-reference', (j) => j.add('fault.cleared', { occurrence: uuid(424242) as never, at: START })],
  ];
  test.each(poisons)(
    '%s is set aside, acknowledged, listed, and does not block (S6)',
    async (reason, addPoison) => {
      const journal = new TestJournal(kiosk);
      journal.session(n(1));
      addPoison(journal);
      journal.session(n(2));
      expect(await ledger.ingest([journal.batch(1)])).toMatchObject([
        { ok: true, through: 3, setAside: [{ seq: 2, reason }], conflicts: [] },
      ]);
      expect((await rows()).map((r) => [r.seq, r.set_aside, r.digest])).toEqual(
        unpackEntries(journal.batch(1).entries).map(({ text }, i) => [
          i + 1,
          i === 1 ? 1 : 0,
          digestOf(text),
        ]),
      );
      const listed = await db.store.read
        .selectFrom('quarantine')
        .selectAll()
        .where('origin', '=', kiosk)
        .execute();
      expect(listed).toMatchObject([{ seq: 2, reason, state: 'open' }]);
      const sessions = await db.store.read
        .selectFrom('session')
        .select('id')
        .where('kiosk_id', '=', kiosk)
        .execute();
      expect(sessions).toHaveLength(2);
      expect(await ledger.ingest([journal.batch(1)])).toMatchObject([
        { ok: true, through: 3, conflicts: [] },
      ]);
    },
  );

  test('an application id that is known is set aside, and the first one stays as it is', async () => {
    const journal = new TestJournal(kiosk);
    journal.application(n(1));
    journal.application(n(1), START + 1000);
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([
      { ok: true, through: 2, setAside: [{ seq: 2, reason: 'id-reused' }] },
    ]);
    const { submitted_at } = await db.store.read
      .selectFrom('application')
      .select('submitted_at')
      .where('id', '=', uuid(n(1)))
      .executeTakeFirstOrThrow();
    expect(submitted_at).toBe(START);
  });

  test('a kiosk cannot change the application of another', async () => {
    const other = `${kiosk}-other`;
    await addKiosks(db.store, other);
    const mine = new TestJournal(kiosk);
    mine.application(n(1));
    const theirs = new TestJournal(other);
    theirs.add('card.written', { application: uuid(n(1)) as never, attempts: 1 });
    const [, result] = await ledger.ingest([mine.batch(1), theirs.batch(1)]);
    expect(result).toMatchObject({ ok: true, setAside: [{ seq: 1, reason: 'unknown-reference' }] });
  });

  test.each([
    ['a year ahead', START + 365 * 86_400_000, now],
    ['a year behind', START - 365 * 86_400_000, START],
  ])('a time %s is bounded to what can be true, and marked', async (_, at, believed) => {
    const journal = new TestJournal(kiosk);
    journal.session(n(1), at);
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([{ ok: true, clockSuspects: 1 }]);
    expect(await rows()).toMatchObject([{ at: believed, clock_suspect: 1, day: '2026-03-02' }]);
  });

  test('when a transaction fails, nothing of it is there', async () => {
    const journal = new TestJournal(kiosk);
    journal.application(n(1));
    const failing = new Ledger({
      store: db.store,
      events: new DomainEvents(),
      clock: { now: () => now },
      reactions: [() => Promise.reject(new Error('no'))],
    });
    await expect(failing.ingest([journal.batch(1)])).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    const applications = await db.store.read
      .selectFrom('application')
      .select('id')
      .where('kiosk_id', '=', kiosk)
      .execute();
    expect(applications).toEqual([]);
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([{ ok: true, through: 1 }]);
  });

  test("the server's own entries are a chain of their own", async () => {
    await ledger.record(async (_, say) =>
      say({ kind: 'kiosk.enrolled', body: { kiosk: kiosk as never, epoch: 1, keyThumbprint: 't' }, at: now }),
    );
    const own = await db.store.read
      .selectFrom('ledger')
      .select(['seq', 'digest', 'text'])
      .where('origin', '=', 'server')
      .orderBy('seq')
      .execute();
    expect(own.map((o) => o.seq)).toEqual(own.map((_, i) => i + 1));
    for (const [i, { text }] of own.entries()) {
      if (i > 0) expect(JSON.parse(text).prev).toBe(own[i - 1]?.digest);
    }
  });

  test('any order of batches, doubles, gaps and poison: each place once, in order, and what counts is counted once', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('session', 'application', 'poison', 'again'), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.array(fc.tuple(fc.nat(35), fc.nat(12)), { minLength: 1, maxLength: 25 }),
        async (kinds, pushes) => {
          run += 1;
          const name = `${kiosk}-p${run}`;
          await addKiosks(db.store, name);
          const base = number * 1_000_000 + run * 1000;
          const journal = new TestJournal(name);
          for (const [k, kind] of kinds.entries()) {
            if (kind === 'session') journal.session(base + k);
            else if (kind === 'application') journal.application(base + k);
            else if (kind === 'again') journal.application(base);
            else journal.addText(`poison ${k}`);
          }
          for (const [from, length] of pushes) {
            const start = (from % journal.head) + 1;
            await ledger.ingest([journal.batch(start, start + length), journal.batch(start, start + length)]);
          }
          const [last] = await ledger.ingest([journal.batch(1)]);
          expect(last).toMatchObject({ ok: true, through: journal.head, conflicts: [] });
          const kept = await db.store.read
            .selectFrom('ledger')
            .select(['seq', 'text'])
            .where('origin', '=', name)
            .orderBy('seq')
            .execute();
          expect(kept.map((r) => r.text)).toEqual(journal.entries.map((e) => e.text));
          const counted = await db.store.read
            .selectFrom('application')
            .select('id')
            .where('kiosk_id', '=', name)
            .execute();
          const ids = kinds.flatMap((kind, k) =>
            kind === 'application' ? [base + k] : kind === 'again' ? [base] : [],
          );
          expect(counted.map((c) => c.id).sort()).toEqual([...new Set(ids)].map(uuid).sort());
        },
      ),
      { numRuns: engine === 'sqlite' ? 60 : 20 },
    );
  });

  test('projections made anew from the ledger are the same (S5)', async () => {
    const read = async () => ({
      application: await db.store.read.selectFrom('application').selectAll().orderBy('id').execute(),
      session: await db.store.read.selectFrom('session').selectAll().orderBy('id').execute(),
      fault: await db.store.read.selectFrom('fault_occurrence').selectAll().orderBy('id').execute(),
    });
    const journal = new TestJournal(kiosk);
    journal.session(n(1));
    journal.add('fault.begun', {
      occurrence: uuid(n(2)) as never,
      fault: 'card-reader-jam',
      device: 'card-reader',
      at: START,
    });
    journal.add('fault.cleared', { occurrence: uuid(n(2)) as never, at: START + 10 });
    journal.application(n(3));
    await ledger.ingest([journal.batch(1)]);
    const before = await read();
    expect(before.application.length).toBeGreaterThan(0);
    expect(before.fault.length).toBeGreaterThan(0);
    await rebuildProjections(db.store);
    expect(await read()).toEqual(before);
  });
});

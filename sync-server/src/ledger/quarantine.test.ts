import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorityReaction } from '../applications/authority-reaction.ts';
import { DomainEvents, type Topic } from '../domain-events.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { Ledger } from './ledger.ts';
import { dismissEntry, repairEntry } from './quarantine.ts';
import { listQuarantine, openSetAside } from './quarantine-list.ts';
import { rebuildProjections } from './rebuild.ts';
import { addKiosks, START, TestJournal, uuid } from './testing.ts';

describe.each(ENGINES)('quarantine on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let kiosk: string;
  let number = 0;
  const now = START + 60_000;
  const by = { who: 'an-administrator', at: now + 5000 };
  const heard = new Set<Topic>();

  beforeAll(async () => {
    db = await openTestEngine(engine);
    const events = new DomainEvents();
    events.on('changed', (topics) => {
      for (const topic of topics) heard.add(topic);
    });
    const clock = { now: () => now };
    ledger = new Ledger({
      store: db.store,
      events,
      clock,
      reactions: [authorityReaction(db.store.engine, clock)],
    });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    number += 1;
    kiosk = `K${number}`;
    heard.clear();
    await addKiosks(db.store, kiosk);
  });

  const n = (k: number) => number * 10_000 + k;
  const at = (seq: number) => ({ origin: kiosk, epoch: 1, seq });
  const rowOf = (seq: number) =>
    db.store.read
      .selectFrom('quarantine')
      .selectAll()
      .where((eb) => eb.and(at(seq)))
      .executeTakeFirst();
  const applicationOf = (id: number) =>
    db.store.read
      .selectFrom('application')
      .selectAll()
      .where('id', '=', uuid(n(id)))
      .executeTakeFirst();
  const saidOf = async (kind: string) => {
    const rows = await db.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', kind)
      .orderBy('id')
      .execute();
    return rows.map(({ text }) => JSON.parse(text).body).filter((body) => body.kiosk === kiosk);
  };
  const projections = async () => ({
    application: await db.store.read.selectFrom('application').selectAll().orderBy('id').execute(),
    session: await db.store.read.selectFrom('session').selectAll().orderBy('id').execute(),
    fault: await db.store.read.selectFrom('fault_occurrence').selectAll().orderBy('id').execute(),
  });

  /** An application whose fee was written as text: set aside with everything personal kept. */
  async function pushSpoilt(): Promise<Record<string, unknown>> {
    const journal = new TestJournal(kiosk);
    const { text } = journal.application(n(1), START + 1000);
    const { body } = JSON.parse(text) as { body: Record<string, unknown> };
    journal.entries.pop();
    journal.rewind();
    journal.add('application.submitted', { ...body, feeFen: '1500' } as never, {
      at: START + 1000,
      sealed: 'jwe-1',
    });
    journal.session(n(2));
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([
      { ok: true, through: 2, setAside: [{ seq: 1, reason: 'bad-body' }] },
    ]);
    return body;
  }

  test('of 1,000 queued with 10 poison ones 990 are delivered and 10 are listed', async () => {
    const journal = new TestJournal(kiosk);
    const poison: number[] = [];
    for (let k = 1; k <= 1000; k += 1) {
      if (k % 97 === 0) {
        poison.push(k);
        journal.addText(`{"poison":${k}`);
      } else journal.session(n(k));
    }
    expect(poison).toHaveLength(10);
    for (let from = 1; from <= 1000; from += 100) await ledger.ingest([journal.batch(from, from + 99)]);
    const delivered = await db.store.read
      .selectFrom('session')
      .select('id')
      .where('kiosk_id', '=', kiosk)
      .execute();
    expect(delivered).toHaveLength(990);
    const { entries } = await listQuarantine(db.store.read, 500);
    expect(entries.filter((e) => e.origin === kiosk).map((e) => [e.seq, e.state])).toEqual(
      poison.map((seq) => [seq, 'open']),
    );
    const { through } = await db.store.read
      .selectFrom('kiosk_epoch')
      .select('through')
      .where('kiosk_id', '=', kiosk)
      .executeTakeFirstOrThrow();
    expect(through).toBe(1000);
  });

  test("a repaired application counts as the kiosk's own, at its place and time, with its sealed payload", async () => {
    const body = await pushSpoilt();
    expect(await applicationOf(1)).toBeUndefined();
    expect(await repairEntry({ ledger }, at(1), { body, note: '金额写成了文字' }, by)).toEqual({ ok: true });

    const { digest } = await db.store.read
      .selectFrom('sealed_payload')
      .select('digest')
      .where('origin', '=', kiosk)
      .executeTakeFirstOrThrow();
    expect(await applicationOf(1)).toMatchObject({
      kiosk_id: kiosk,
      station_id: 'S1',
      epoch: 1,
      seq: 1,
      fee_fen: 1500,
      submitted_at: START + 1000,
      submitted_day: '2026-03-02',
      received_at: now,
      sealed_digest: digest,
    });
    const due = db.store.read
      .selectFrom('authority_task')
      .selectAll()
      .where('application_id', '=', uuid(n(1)));
    expect(await due.execute()).toMatchObject([{ step: 'accept' }]);
    expect(await rowOf(1)).toMatchObject({
      state: 'repaired',
      resolved_by: 'an-administrator',
      resolved_at: by.at,
      note: '金额写成了文字',
    });
    expect(await saidOf('entry.repaired')).toMatchObject([
      { epoch: 1, seq: 1, kind: 'application.submitted', version: 1, body, sealed: digest, by: by.who },
    ]);
    const audited = await db.store.read
      .selectFrom('audit')
      .selectAll()
      .where('target', '=', `${kiosk}/1/1`)
      .execute();
    expect(audited).toMatchObject([{ who: by.who, action: 'entry.repaired', detail: '金额写成了文字' }]);
    expect([...heard]).toEqual(expect.arrayContaining(['report', 'quarantine']));
  });

  test('what the kiosk had sent stays as it came, and is acknowledged again', async () => {
    const body = await pushSpoilt();
    const before = await db.store.read.selectFrom('ledger').selectAll().where('origin', '=', kiosk).execute();
    await repairEntry({ ledger }, at(1), { body, note: 'n' }, by);
    expect(
      await db.store.read.selectFrom('ledger').selectAll().where('origin', '=', kiosk).execute(),
    ).toEqual(before);
  });

  test('projections made anew hold the repaired rows, and nothing of the dismissed', async () => {
    const body = await pushSpoilt();
    const journal = new TestJournal(`${kiosk}-2`);
    await addKiosks(db.store, `${kiosk}-2`);
    journal.add('session.ended', {
      session: uuid(n(3)) as never,
      outcome: 'completed',
      durationMs: 1,
      lastStep: 'rate',
    });
    journal.session(n(3));
    await ledger.ingest([journal.batch(1)]);
    await repairEntry({ ledger }, at(1), { body, note: 'n' }, by);
    // The session began in the journal after it had ended: as it is, it fits now.
    expect(await repairEntry({ ledger }, { ...at(1), origin: `${kiosk}-2` }, { note: 'n' }, by)).toEqual({
      ok: true,
    });
    await ledger.record(async (_, say) =>
      say({
        kind: 'application.accepted',
        body: { application: uuid(n(1)) as never, reference: 'R' },
        at: now,
      }),
    );
    const before = await projections();
    expect(before.application.find(({ id }) => id === uuid(n(1)))).toMatchObject({ acceptance: 'accepted' });
    expect(before.session.find(({ id }) => id === uuid(n(3)))).toMatchObject({ outcome: 'completed' });
    await rebuildProjections(db.store);
    expect(await projections()).toEqual(before);
  });

  test('what would be set aside again is refused with the reason, and nothing has changed', async () => {
    const body = await pushSpoilt();
    const journal = new TestJournal(`${kiosk}-x`);
    await addKiosks(db.store, `${kiosk}-x`);
    journal.addText('{"seq":');
    await ledger.ingest([journal.batch(1)]);
    const x = { ...at(1), origin: `${kiosk}-x` };
    const refusals = await Promise.all([
      repairEntry({ ledger }, at(1), { note: 'as it is' }, by),
      repairEntry({ ledger }, at(1), { body: { ...body, item: 'A B' }, note: 'wrong' }, by),
      repairEntry({ ledger }, at(1), { kind: 'no.such', body, note: 'wrong' }, by),
      repairEntry(
        { ledger },
        at(1),
        { kind: 'application.accepted', body: { application: uuid(1), reference: 'r' }, note: 'n' },
        by,
      ),
      repairEntry(
        { ledger },
        at(1),
        { kind: 'session.started', body: { session: uuid(n(2)), language: 'zh' }, note: 'n' },
        by,
      ),
      repairEntry({ ledger }, x, { note: 'nothing can be read' }, by),
      repairEntry({ ledger }, x, { kind: 'application.submitted', body, note: 'no person came with it' }, by),
      repairEntry(
        { ledger },
        x,
        { kind: 'card.written', body: { application: uuid(n(77)), attempts: 1 }, note: 'n' },
        by,
      ),
    ]);
    expect(refusals.map((r) => (r.ok ? 'ok' : 'reason' in r.error ? r.error.reason : r.error.code))).toEqual([
      'bad-body',
      'bad-body',
      'unknown-kind',
      'unknown-kind',
      'id-reused',
      'unknown-kind',
      'sealed-missing',
      'unknown-reference',
    ]);
    expect([await rowOf(1), await saidOf('entry.repaired')]).toMatchObject([
      { state: 'open', note: null },
      [],
    ]);
  });

  test('a dismissed entry stays aside with the note, and can still be repaired; a repaired one is final', async () => {
    const body = await pushSpoilt();
    expect(await dismissEntry({ ledger }, at(1), '测试数据', by)).toEqual({ ok: true });
    expect(await rowOf(1)).toMatchObject({ state: 'dismissed', note: '测试数据', resolved_by: by.who });
    expect(await saidOf('entry.dismissed')).toMatchObject([{ seq: 1, note: '测试数据', by: by.who }]);
    expect(await dismissEntry({ ledger }, at(1), 'again', by)).toMatchObject({
      error: { code: 'already-resolved', state: 'dismissed' },
    });
    expect(await repairEntry({ ledger }, at(1), { body, note: 'n' }, by)).toEqual({ ok: true });
    for (const again of [
      await repairEntry({ ledger }, at(1), { body, note: 'n' }, by),
      await dismissEntry({ ledger }, at(1), 'n', by),
    ]) {
      expect(again).toMatchObject({ error: { code: 'already-resolved', state: 'repaired' } });
    }
    expect(await saidOf('entry.repaired')).toHaveLength(1);
  });

  test('an entry that was not set aside cannot be resolved', async () => {
    const body = await pushSpoilt();
    for (const seq of [2, 99]) {
      expect(await repairEntry({ ledger }, at(seq), { body, note: 'n' }, by)).toEqual({
        ok: false,
        error: { code: 'not-found' },
      });
      expect(await openSetAside(db.store, at(seq), by)).toEqual({ ok: false, error: 'not-found' });
    }
  });

  test('two who repair at once: one does', async () => {
    const body = await pushSpoilt();
    const both = await Promise.all([1, 2].map(() => repairEntry({ ledger }, at(1), { body, note: 'n' }, by)));
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    expect(await saidOf('entry.repaired')).toHaveLength(1);
  });

  test('who reads the text is on record', async () => {
    await pushSpoilt();
    const text = await openSetAside(db.store, at(1), by);
    expect(text).toMatchObject({ ok: true, value: expect.stringContaining('"feeFen":"1500"') });
    const audited = await db.store.read
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'entry.opened')
      .execute();
    expect(audited.filter((a) => a.target === `${kiosk}/1/1`)).toMatchObject([{ who: by.who }]);
  });
});

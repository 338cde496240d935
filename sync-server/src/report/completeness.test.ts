import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SILENCE_MS } from '../devices/fleet.ts';
import { PresenceBook } from '../devices/presence.ts';
import { DomainEvents } from '../domain-events.ts';
import { Ledger } from '../ledger/ledger.ts';
import { dismissEntry, repairEntry } from '../ledger/quarantine.ts';
import { addKiosks, START, TestJournal, uuid } from '../ledger/testing.ts';
import { chainStartDigest } from '../ledger/verify-entry.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { completenessOf } from './completeness.ts';

const DAY = 86_400_000;
const PERIOD = { from: '2026-03-02', to: '2026-03-03' };

describe.each(ENGINES)('completeness on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let presence: PresenceBook;
  /** 10:00 on the third day. */
  let now: number;

  beforeEach(async () => {
    now = START + 2 * DAY;
    db = await openTestEngine(engine);
    const events = new DomainEvents();
    ledger = new Ledger({ store: db.store, events, clock: { now: () => now }, reactions: [] });
    presence = new PresenceBook(db.store, events);
    await addKiosks(db.store, 'K1', 'K2');
  });
  afterEach(() => db.close());

  const ask = (kiosk?: string) => completenessOf(db.store.read, PERIOD, now, kiosk);
  const summary = async () => (await ask()).summary;

  /** Two days of three entries each, with the kiosk's count of both. */
  async function work(
    kiosk: string,
    number: number,
    told = { entries: 3, applications: 1 },
  ): Promise<TestJournal> {
    const journal = new TestJournal(kiosk);
    for (const day of [0, 1]) {
      const n = number * 100 + day * 10;
      journal.session(n, START + day * DAY);
      journal.application(n, START + day * DAY);
      journal.session(n + 1, START + day * DAY + 1);
    }
    journal.add('journal.counted', { day: '2026-03-02', entries: 3, applications: 1 }, { at: now });
    journal.add('journal.counted', { day: '2026-03-03', ...told }, { at: now });
    await ledger.ingest([journal.batch(1)]);
    return journal;
  }

  function hear(kiosk: string, head: number, through: number, oldestAt: number | null = null): Promise<void> {
    presence.connected(kiosk, 1, now, 0, 'test', { head, through });
    presence.told(kiosk, 1, now, {
      wall: now,
      head,
      through,
      queued: head - through,
      oldestAt,
      level: 'in-service',
      faults: [],
      screen: 'attract',
      storage: null,
    });
    return presence.flush();
  }

  test('when every kiosk is in contact, owes nothing and agrees, the figures are complete', async () => {
    await work('K1', 1);
    await work('K2', 2);
    await hear('K1', 8, 8);
    await hear('K2', 8, 8);
    expect(await ask()).toMatchObject({
      summary: {
        complete: true,
        kiosks: 2,
        kiosksComplete: 2,
        lacking: 0,
        oldestLackingAt: null,
        silent: 0,
        silentSince: null,
        setAside: 0,
        days: { equal: 4, short: 0, more: 0, uncounted: 0 },
      },
      days: [],
    });
  });

  test('entries that a kiosk told of are lacking by enrolment and place, with the age of the oldest', async () => {
    await work('K1', 1);
    await work('K2', 2);
    await hear('K1', 8, 8);
    await hear('K2', 20, 8, START + DAY + 5000);
    const detail = await ask();
    expect(detail.kiosks[1]).toMatchObject({
      kiosk: 'K2',
      lacking: [
        { epoch: 1, current: true, from: 9, to: 20, count: 12, notBefore: START + DAY + 5000, notAfter: now },
      ],
    });
    expect(detail.summary).toMatchObject({
      complete: false,
      kiosksComplete: 1,
      lacking: 12,
      oldestLackingAt: START + DAY + 5000,
    });
  });

  test('what is lacking since after the period does not concern it', async () => {
    await work('K1', 1);
    await work('K2', 2);
    await hear('K1', 8, 8);
    await hear('K2', 9, 8, now - 1000);
    expect(await summary()).toMatchObject({ complete: true, lacking: 0 });
  });

  test('an earlier enrolment that never completed stays lacking', async () => {
    await work('K1', 1);
    await hear('K1', 12, 8);
    await db.store.write(async (tx) => {
      await tx
        .insertInto('kiosk_epoch')
        .values({
          kiosk_id: 'K1',
          epoch: 2,
          public_key: '{}',
          key_thumbprint: '',
          enrolled_at: now,
          through: 0,
          last_digest: chainStartDigest('K1', 2),
          told_head: 0,
        })
        .execute();
      await tx.updateTable('kiosk').set({ current_epoch: 2 }).where('id', '=', 'K1').execute();
    });
    presence.connected('K1', 2, now, 0, 'test', { head: 0, through: 0 });
    await presence.flush();
    const [k1] = (await ask()).kiosks;
    // Written behind the last that is held (the counts of the third day) and before the new enrolment.
    expect(k1?.lacking).toEqual([
      { epoch: 1, current: false, from: 9, to: 12, count: 4, notBefore: now, notAfter: now },
    ]);
    const third = { from: '2026-03-04', to: '2026-03-04' };
    expect((await completenessOf(db.store.read, third, now)).summary).toMatchObject({
      lacking: 4,
      complete: false,
    });
  });

  test('a kiosk that is silent since before the period ended may have more; one that is revoked has not', async () => {
    await work('K1', 1);
    await work('K2', 2);
    await hear('K1', 8, 8);
    now -= DAY;
    await hear('K2', 8, 8);
    const heard = now;
    now += DAY;
    expect(await summary()).toMatchObject({
      complete: false,
      silent: 1,
      silentSince: heard,
      kiosksComplete: 1,
    });
    await db.store.write((tx) =>
      tx.updateTable('kiosk').set({ revoked_at: now }).where('id', '=', 'K2').execute(),
    );
    expect(await summary()).toMatchObject({ complete: true, silent: 0 });
  });

  test('a kiosk that falls silent after the period has told all of it', async () => {
    await work('K1', 1);
    await work('K2', 2);
    await hear('K1', 8, 8);
    await hear('K2', 8, 8);
    now += SILENCE_MS + 1;
    expect(await ask()).toMatchObject({
      summary: { complete: true, silent: 0 },
      kiosks: [{ silentSince: START + 2 * DAY }, {}],
    });
  });

  test('the ledger holding less than a kiosk counted is short; more is told; what was not counted is told', async () => {
    await work('K1', 1, { entries: 4, applications: 1 });
    await work('K2', 2, { entries: 3, applications: 0 });
    const journal = new TestJournal('K3');
    await addKiosks(db.store, 'K3');
    journal.session(300, START);
    await ledger.ingest([journal.batch(1)]);
    await hear('K1', 8, 8);
    await hear('K2', 8, 8);
    await hear('K3', 1, 1);
    const detail = await ask();
    expect(detail.days.map(({ kiosk, day, state }) => [kiosk, day, state])).toEqual([
      ['K1', '2026-03-03', 'short'],
      ['K2', '2026-03-03', 'more'],
      ['K3', '2026-03-02', 'uncounted'],
    ]);
    expect(detail.summary).toMatchObject({
      complete: false,
      kiosks: 3,
      kiosksComplete: 2,
      days: { equal: 2, short: 1, more: 1, uncounted: 1 },
    });
  });

  test('of one kiosk all days are told', async () => {
    await work('K1', 1);
    await work('K2', 2);
    const detail = await ask('K2');
    expect(detail.kiosks.map(({ kiosk }) => kiosk)).toEqual(['K2']);
    expect(detail.days).toEqual([
      expect.objectContaining({ kiosk: 'K2', day: '2026-03-03', entries: 3, toldEntries: 3, state: 'equal' }),
      expect.objectContaining({
        kiosk: 'K2',
        day: '2026-03-02',
        applications: 1,
        toldApplications: 1,
        state: 'equal',
      }),
    ]);
  });

  test('what waits in quarantine makes the figures incomplete until somebody has decided', async () => {
    const journal = await work('K1', 1);
    await work('K2', 2);
    journal.add('session.started', { session: uuid(900), language: 'fr' } as never, { at: START + DAY });
    journal.add('session.started', { session: uuid(901), language: 'fr' } as never, { at: START + DAY });
    await ledger.ingest([journal.batch(9)]);
    await hear('K1', 10, 10);
    await hear('K2', 8, 8);
    expect(await summary()).toMatchObject({ complete: false, setAside: 2, kiosksComplete: 1 });
    const by = { who: 'admin', at: now };
    const place = { origin: 'K1', epoch: 1 };
    const body = { session: uuid(900), language: 'zh' };
    expect(await repairEntry({ ledger }, { ...place, seq: 9 }, { body, note: 'n' }, by)).toEqual({
      ok: true,
    });
    expect(await dismissEntry({ ledger }, { ...place, seq: 10 }, 'n', by)).toEqual({ ok: true });
    expect(await summary()).toMatchObject({ complete: true, setAside: 0 });
  });
});

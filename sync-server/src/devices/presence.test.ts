import type { Presence } from '@haizhu/shared/sync/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { addKiosks, START } from '../ledger/testing.ts';
import type { Store } from '../storage/store.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { PresenceBook } from './presence.ts';

const PRESENCE: Presence = {
  wall: START + 250,
  head: 9,
  through: 4,
  queued: 5,
  oldestAt: START - 60_000,
  level: 'degraded',
  faults: ['receipt-printer-paper-out'],
  screen: 'attract',
  storage: { usedBytes: 10.6, quotaBytes: 1e12, persisted: false, spared: true },
};

describe.each(ENGINES)('presence on %s', (engine) => {
  let db: TestEngine;
  let book: PresenceBook;
  let transactions = 0;
  let failing = false;
  beforeEach(async () => {
    db = await openTestEngine(engine);
    transactions = 0;
    failing = false;
    const store: Store = {
      ...db.store,
      write: (work) => {
        transactions += 1;
        if (failing) return Promise.reject(new Error('the disk is full'));
        return db.store.write(work);
      },
    };
    book = new PresenceBook(store, new DomainEvents());
  });
  afterEach(() => db.close());

  const row = (kiosk: string) =>
    db.store.read.selectFrom('presence').selectAll().where('kiosk_id', '=', kiosk).executeTakeFirst();
  const toldHead = async (kiosk: string) =>
    (
      await db.store.read
        .selectFrom('kiosk_epoch')
        .select('told_head')
        .where('kiosk_id', '=', kiosk)
        .executeTakeFirstOrThrow()
    ).told_head;
  const connect = (kiosk: string, at = START) =>
    book.connected(kiosk, 1, at, 120, 'v1', { head: 7, through: 3 });

  test('a late word that a kiosk is gone does not count where another server has it by now', async () => {
    await addKiosks(db.store, 'K1');
    const other = new PresenceBook(db.store, new DomainEvents());
    connect('K1');
    await book.flush();
    other.connected('K1', 1, START + 1000, 120, 'v1', { head: 7, through: 3 });
    await other.flush();
    book.disconnected('K1', START + 2000);
    await book.flush();
    expect(await row('K1')).toMatchObject({ connected: 1, last_contact_at: START + 1000 });
    other.disconnected('K1', START + 3000);
    await other.flush();
    expect(await row('K1')).toMatchObject({ connected: 0, last_contact_at: START + 3000 });
  });

  test('what could not be written is written with what comes next', async () => {
    await addKiosks(db.store, 'K1', 'K2');
    connect('K1');
    book.told('K1', 1, START + 250, PRESENCE);
    failing = true;
    await expect(book.flush()).rejects.toThrow('the disk is full');
    failing = false;
    connect('K2');
    await book.flush();
    expect(await row('K1')).toMatchObject({ level: 'degraded', queued: 5 });
    expect(await row('K2')).toMatchObject({ connected: 1 });
    expect(await toldHead('K1')).toBe(9);
  });

  test('from the connection to silence', async () => {
    await addKiosks(db.store, 'K1');
    connect('K1');
    await book.flush();
    expect(await row('K1')).toMatchObject({
      connected: 1,
      clock_error_ms: 120,
      software: 'v1',
      head: 7,
      through: 3,
      queued: 4,
    });
    book.told('K1', 1, START, PRESENCE);
    await book.flush();
    expect(await row('K1')).toMatchObject({
      connected: 1,
      clock_error_ms: 250,
      queued: 5,
      oldest_at: START - 60_000,
      level: 'degraded',
      faults: '["receipt-printer-paper-out"]',
      storage_used: 11,
      storage_quota: 1e12,
      storage_persisted: 0,
      storage_spared: 1,
    });
    book.disconnected('K1', START + 5000);
    await book.flush();
    expect(await row('K1')).toMatchObject({ connected: 0, last_contact_at: START + 5000, queued: 5 });
  });

  test('a thousand heartbeats are one transaction, and nothing new is none', async () => {
    const kiosks = Array.from({ length: 100 }, (_, k) => `K${k}`);
    await addKiosks(db.store, ...kiosks);
    for (let beat = 0; beat < 10; beat += 1) {
      for (const kiosk of kiosks) {
        connect(kiosk);
        book.told(kiosk, 1, START + beat, PRESENCE);
      }
    }
    await book.flush();
    expect(transactions).toBe(1);
    expect(await row('K99')).toMatchObject({ last_contact_at: START + 9 });
    await book.flush();
    expect(transactions).toBe(1);
  });

  test('the highest head ever told is kept, though a wiped disk tells less (S8)', async () => {
    await addKiosks(db.store, 'K1');
    connect('K1');
    book.told('K1', 1, START, { ...PRESENCE, head: 12 });
    book.told('K1', 1, START, { ...PRESENCE, head: 5 });
    await book.flush();
    expect(await toldHead('K1')).toBe(12);
    book.toldHead('K1', 1, 3);
    await book.flush();
    expect(await toldHead('K1')).toBe(12);
  });

  test('a heartbeat of a kiosk that is not connected here is not kept', async () => {
    book.told('K1', 1, START, PRESENCE);
    book.disconnected('K1', START);
    await book.flush();
    expect(await row('K1')).toBeUndefined();
  });
});

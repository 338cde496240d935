import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { idOf, seedFleet } from '../report/testing/seed.ts';
import type { NewRow } from '../storage/schema.ts';
import { TestClock } from '../testing/test-context.ts';
import { openTestEngine } from '../testing/test-engine.ts';
import { listFleet, SILENCE_MS, stateOf } from './fleet.ts';
import { SilenceWatch } from './fleet-silence.ts';

const NOW = 1_800_000_000_000;

function presence(kiosk: string, change: Partial<NewRow<'presence'>> = {}): NewRow<'presence'> {
  return {
    kiosk_id: kiosk,
    epoch: 2,
    connected: 1,
    last_contact_at: NOW,
    clock_error_ms: -40,
    head: 30,
    through: 28,
    queued: 2,
    oldest_at: NOW - 1000,
    level: 'degraded',
    faults: '[]',
    screen: 'attract',
    software: '0.1.0',
    storage_used: 1000,
    storage_quota: 5000,
    storage_persisted: 1,
    storage_spared: 1,
    ...change,
  };
}

test.each(['in-service', 'degraded', 'out-of-service'] as const)(
  '%s is told while the kiosk speaks',
  (level) => {
    expect(stateOf({ last_contact_at: NOW - SILENCE_MS, level }, NOW)).toBe(level);
  },
);

test('silence is unknown, never up or down', () => {
  expect(stateOf(undefined, NOW)).toBe('unknown');
  expect(stateOf({ last_contact_at: NOW - SILENCE_MS - 1, level: 'in-service' }, NOW)).toBe('unknown');
  expect(stateOf({ last_contact_at: NOW - SILENCE_MS - 1, level: 'out-of-service' }, NOW)).toBe('unknown');
  expect(stateOf({ last_contact_at: NOW, level: '' }, NOW)).toBe('unknown');
});

test('a kiosk is told with its queue, what the ledger lacks of all its epochs, and its open faults', async () => {
  const { store, close } = await openTestEngine('sqlite');
  await seedFleet(store);
  await store.write(async (tx) => {
    await tx.insertInto('presence').values(presence('K1')).execute();
    const epoch = { public_key: '', key_thumbprint: '', enrolled_at: 0, last_digest: '' };
    await tx
      .insertInto('kiosk_epoch')
      .values([
        { ...epoch, kiosk_id: 'K1', epoch: 1, through: 10, told_head: 14 },
        { ...epoch, kiosk_id: 'K1', epoch: 2, through: 28, told_head: 29 },
      ])
      .execute();
    const fault = {
      kiosk_id: 'K1',
      station_id: 'S1',
      fault: 'card-reader-jam',
      device: 'card-reader',
      fault_class: 'hard',
    };
    await tx
      .insertInto('fault_occurrence')
      .values([
        { ...fault, id: idOf('f', 1), begun_at: 5, begun_day: '2026-01-01', cleared_at: null },
        { ...fault, id: idOf('f', 2), begun_at: 4, begun_day: '2026-01-01', cleared_at: 6 },
      ])
      .execute();
  });
  const [k1, k2] = await listFleet(store.read, NOW);
  expect(k1).toMatchObject({
    id: 'K1',
    station: { id: 'S1', zh: '甲站', en: 'First' },
    state: 'degraded',
    connected: true,
    queued: 2,
    oldestAt: NOW - 1000,
    lacking: 4 + 2,
    clockErrorMs: -40,
    openFaults: [{ id: idOf('f', 1), fault: 'card-reader-jam', device: 'card-reader', begunAt: 5 }],
    storage: { usedBytes: 1000, quotaBytes: 5000, persisted: true, spared: true },
  });
  expect(k2).toMatchObject({
    id: 'K2',
    state: 'unknown',
    connected: false,
    lastContactAt: null,
    lacking: 0,
    storage: null,
  });
  const [later] = await listFleet(store.read, NOW + SILENCE_MS + 1, 'K1');
  expect(later).toMatchObject({ state: 'unknown', connected: false, queued: 2 });
  await close();
});

test('the work limits of the server tell what is near and what is passed; a disk that refuses stops in any case', async () => {
  const { store, close } = await openTestEngine('sqlite');
  await seedFleet(store);
  const limits = { ...DEFAULT_WORK_LIMITS, queued: { warn: 1, stop: 10 } };
  const work = async (change: Partial<NewRow<'presence'>>) => {
    await store.write(async (tx) => {
      await tx.deleteFrom('presence').execute();
      await tx.insertInto('presence').values(presence('K1', change)).execute();
    });
    return (await listFleet(store.read, NOW, 'K1', limits))[0]?.work;
  };
  expect(await work({ queued: 1 })).toEqual({ level: 'ok', reasons: [], refused: false });
  expect(await work({ queued: 2 })).toEqual({
    level: 'warn',
    reasons: [{ limit: 'queued', level: 'warn', value: 2, bound: 1 }],
    refused: false,
  });
  expect(await work({ queued: 11, clock_error_ms: -7_200_000 })).toMatchObject({
    level: 'stop',
    reasons: [{ limit: 'queued' }, { limit: 'clockErrorMs', value: 7_200_000 }],
  });
  expect(await work({ queued: 0, faults: '["receipt-paper-out","storage-refused"]' })).toEqual({
    level: 'stop',
    reasons: [],
    refused: true,
  });
  expect(await work({ queued: 0, faults: '["storage-one-copy"]' })).toEqual({
    level: 'stop',
    reasons: [],
    refused: false,
  });
  await close();
});

test('views are told once when a kiosk falls silent', async () => {
  const { store, close } = await openTestEngine('sqlite');
  await seedFleet(store);
  await store.write((tx) => tx.insertInto('presence').values(presence('K1')).execute());
  const events = new DomainEvents();
  const told: string[][] = [];
  events.on('changed', (topics) => told.push([...topics]));
  const clock = new TestClock(NOW);
  const watch = new SilenceWatch(store, events, clock, pino({ level: 'silent' }));
  for (let passed = 0; passed <= SILENCE_MS; passed += 5000) {
    await watch.look();
    expect(told).toEqual([]);
    clock.advance(5000);
  }
  await watch.look();
  expect(told).toEqual([['kiosks']]);
  clock.advance(5000);
  await watch.look();
  expect(told).toHaveLength(1);
  await close();
});

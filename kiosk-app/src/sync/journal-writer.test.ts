import { chainStart, MAX_SEALED } from '@haizhu/shared/journal/entry';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { sha256Hex } from './digest.ts';
import type { JournalStore } from './journal-store.ts';
import { JournalWriter } from './journal-writer.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { uuid } from './testing/simulated-kiosk.ts';

const PERSON = {
  version: 1,
  name: '测试甲',
  idNumber: '11010519491231002X',
  sex: 'female',
  birthDate: '1949-12-31',
  permitNumber: 'C12345678',
  permitExpiry: '2030-01-01',
} as const;

const application = (n: number) =>
  ({
    kind: 'application.submitted',
    body: {
      application: uuid(n),
      session: uuid(900),
      item: 'hk-macao-endorsement',
      choices: [{ place: 'HKG', group: 'G', months: 3, entries: 1 }],
      feeFen: 1500,
      feeTable: '2017-1186',
      mode: 'intake',
      lookup: sha256Hex(`code-${n}`),
    },
    personal: PERSON,
  }) as never;

class Clock extends FakeClock {
  override wall(): number {
    return 6000;
  }
}

let now: number;
let clock: Clock;
let store: MemoryJournalStore;
let committed: number;
let failures: string[];

const open = (overrides: Partial<JournalStore> = {}, seal = async () => 'jwe') =>
  JournalWriter.open({
    kiosk: 'K1',
    epoch: 1,
    store: Object.assign(store, overrides),
    clock,
    seal,
    onCommitted: () => {
      committed += 1;
    },
    onFailure: (kind) => failures.push(kind),
  });

beforeEach(() => {
  now = 5000;
  clock = new Clock(() => now);
  store = new MemoryJournalStore();
  committed = 0;
  failures = [];
});

describe('committing', () => {
  test('writes the header, the chain and the digest of the sealed payload', async () => {
    const journal = await open();
    expect(await journal.commit(application(1))).toEqual({ ok: true, value: { seq: 1, at: 5000 } });
    const [entry] = await store.read(1, 1, 1, 1e6);
    expect(JSON.parse(entry?.text ?? '')).toMatchObject({
      kiosk: 'K1',
      epoch: 1,
      seq: 1,
      kind: 'application.submitted',
      version: 1,
      at: 5000,
      wall: 6000,
      prev: sha256Hex(chainStart('K1', 1)),
      sealed: sha256Hex('jwe'),
    });
    expect(entry?.digest).toBe(sha256Hex(entry?.text ?? ''));
    expect(entry?.sealed).toBe('jwe');
    expect(committed).toBe(1);
  });

  test('nothing personal is in the text (S12)', async () => {
    const journal = await open();
    await journal.commit(application(1));
    const [entry] = await store.read(1, 1, 1, 1e6);
    for (const planted of [PERSON.name, PERSON.idNumber, PERSON.permitNumber]) {
      expect(JSON.stringify(entry)).not.toContain(planted);
    }
  });

  test('a body that breaks its schema is not stored', async () => {
    const journal = await open();
    const bad = { kind: 'rating.given', body: { session: uuid(1), score: 9 } } as never;
    expect(await journal.commit(bad)).toEqual({ ok: false, error: 'invalid' });
    expect((await store.states())[0]?.head).toBe(0);
  });

  test('a sealed payload that the server would not take is not stored', async () => {
    const journal = await open({}, async () => 'x'.repeat(MAX_SEALED + 1));
    expect(await journal.commit(application(1))).toEqual({ ok: false, error: 'invalid' });
    expect((await store.states())[0]?.head).toBe(0);
  });

  test.each([
    ['the disk refuses', { append: () => Promise.reject(new Error('QuotaExceededError')) }, undefined],
    ['sealing fails', {}, () => Promise.reject(new Error('no key'))],
  ])('when %s, nobody is told it was stored', async (_, overrides, seal) => {
    const journal = await open(overrides, seal);
    expect(await journal.commit(application(1))).toEqual({ ok: false, error: 'storage' });
    expect(committed).toBe(0);
    expect(failures).toEqual(['application.submitted']);
  });
});

describe('what is unfinished', () => {
  test('a payment and a card being written are one obligation until the card is written or given up', async () => {
    const journal = await open();
    const id = uuid(1) as never;
    const order = 'ORDER-1' as never;
    await journal.commit({ kind: 'payment.begun', body: { application: id, order, amountFen: 1500 } });
    const print = 'ab'.repeat(32);
    await journal.commit({ kind: 'card.writing', body: { application: id, print: print as never } });
    expect((await journal.unfinished()).obligations).toEqual([
      { application: id, payment: { order, amountFen: 1500 }, card: 'writing', print },
    ]);
    await journal.commit({ kind: 'card.written', body: { application: id, attempts: 1 } });
    expect((await journal.unfinished()).obligations).toEqual([]);
  });

  test('a card that is to be kept is told until it is out of the path', async () => {
    const journal = await open();
    const session = uuid(2) as never;
    const keeping = async () => (await journal.unfinished()).keeping;
    await journal.commit({
      kind: 'card.keeping',
      body: { session, application: uuid(4) as never, reason: 'misprinted' },
    });
    expect(await keeping()).toEqual({ session: uuid(2), application: uuid(4) });
    for (const how of ['stuck', 'unknown'] as const) {
      await journal.commit({ kind: 'card.returned', body: { session, how } });
      expect(await keeping()).not.toBeNull();
    }
    await journal.commit({ kind: 'card.returned', body: { session, how: 'gone' } });
    expect(await keeping()).toBeNull();
  });

  test('a card that was kept is told of until its visit has ended', async () => {
    const journal = await open();
    const session = uuid(2) as never;
    const wasKept = async () => (await journal.unfinished()).wasKept;
    await journal.commit({ kind: 'session.started', body: { session, language: 'zh' } });
    await journal.commit({ kind: 'card.returned', body: { session, how: 'taken' } });
    expect(await wasKept()).toBe(false);
    await journal.commit({ kind: 'card.returned', body: { session, how: 'retained' } });
    expect(await wasKept()).toBe(true);
    await journal.commit({
      kind: 'session.ended',
      body: { session, outcome: 'interrupted', durationMs: 1, lastStep: 'interrupted' },
    });
    expect(await wasKept()).toBe(false);
  });

  test('sessions and faults that never ended are told', async () => {
    const journal = await open();
    await journal.commit({ kind: 'session.started', body: { session: uuid(2) as never, language: 'zh' } });
    await journal.commit({
      kind: 'fault.begun',
      body: { occurrence: uuid(3) as never, fault: 'card-reader-jam', device: 'card-reader', at: 4000 },
    });
    expect(await journal.unfinished()).toEqual({
      sessions: [{ session: uuid(2), startedAt: 5000 }],
      obligations: [],
      keeping: null,
      wasKept: false,
      faults: [{ occurrence: uuid(3), fault: 'card-reader-jam', device: 'card-reader', at: 4000 }],
    });
  });
});

test('an application is found by its lookup, and whether the server has it', async () => {
  const journal = await open();
  await journal.commit(application(1));
  const lookup = sha256Hex('code-1');
  expect(await journal.findByLookup(lookup)).toEqual({ application: uuid(1), at: 5000, acknowledged: false });
  await store.setThrough(1, 1);
  expect(await journal.findByLookup(lookup)).toMatchObject({ acknowledged: true });
  expect(await journal.findByLookup(sha256Hex('other'))).toBeNull();
});

describe('the time of an entry', () => {
  const at = async () => {
    const entries = await store.read(1, 1, 100, Number.POSITIVE_INFINITY);
    return entries.map((entry) => entry.at);
  };

  test('is never before the entry before it, in this run or the next (S14)', async () => {
    const journal = await open();
    await journal.commit(application(1));
    now = 4000;
    await journal.commit(application(2));
    now = 4500;
    await (await open()).commit(application(3));
    now = 6000;
    await journal.commit(application(4));
    expect(await at()).toEqual([5000, 5000, 5000, 6000]);
  });

  test('is no measure where no kiosk could have written it: the right time counts then', async () => {
    now = 4e12;
    await (await open()).commit(application(1));
    now = 1.8e12;
    await (await open()).commit(application(2));
    expect(await at()).toEqual([4e12, 1.8e12]);
  });

  test('is marked while no server has told it, with what is open by it', async () => {
    clock.known = { trust: 'plausible' };
    const journal = await open();
    await journal.commit({ kind: 'session.started', body: { session: uuid(1), language: 'zh' } } as never);
    clock.known = { trust: 'right' };
    await journal.commit(application(2));
    const mark = { trust: 'plausible', run: 'this run', monotonic: 5000 };
    expect(await store.queue()).toMatchObject({ oldestAt: 5000, oldestMark: mark });
    expect((await journal.unfinished()).sessions).toEqual([{ session: uuid(1), startedAt: 5000, mark }]);
    await store.setThrough(1, 1);
    expect(await store.queue()).toEqual({ queued: 1, oldestAt: 5000 });
  });

  test('keeps what the machine said beside it, though that cannot be a time', async () => {
    clock.wall = () => -5;
    await (await open()).commit(application(1));
    const [entry] = await store.read(1, 1, 1, 1e9);
    expect(JSON.parse(entry?.text ?? '')).toMatchObject({ at: 5000, wall: 0 });
  });
});

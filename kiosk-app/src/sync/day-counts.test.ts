import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { countPastDays, uncountedDays } from './day-counts.ts';
import { JournalWriter } from './journal-writer.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';

const DAY = 86_400_000;
/** 10:00 in Beijing on 2026-03-02. */
const START = Date.UTC(2026, 2, 2, 2);
const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

let store: MemoryJournalStore;
let journal: JournalWriter;
let now: number;
let made: number;

async function begin(): Promise<void> {
  store = new MemoryJournalStore();
  now = START;
  made = 0;
  journal = await JournalWriter.open({
    kiosk: 'K1',
    epoch: 1,
    store,
    clock: new FakeClock(() => now),
    seal: async () => 'sealed',
    onCommitted: () => {},
    onFailure: (_, error) => {
      throw error;
    },
  });
}
beforeEach(begin);

async function sessions(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    made += 1;
    await journal.commit({ kind: 'session.started', body: { session: uuid(made) as never, language: 'zh' } });
  }
}
async function application(): Promise<void> {
  made += 1;
  await journal.commit({
    kind: 'application.submitted',
    body: {
      application: uuid(made) as never,
      session: uuid(made) as never,
      item: 'hk-macao-endorsement',
      choices: [{ place: 'HKG', group: 'G', months: 3, entries: 1 }],
      feeFen: 1500,
      feeTable: 't',
      mode: 'intake',
      lookup: 'a'.repeat(64),
    },
  });
}
const due = () => uncountedDays(store, 1, new Date(now + 8 * 3_600_000).toISOString().slice(0, 10));
async function told(): Promise<unknown[]> {
  const entries = await store.read(1, 1, 10_000, Number.POSITIVE_INFINITY);
  return entries.flatMap(({ text }) => {
    const { kind, body } = JSON.parse(text);
    return kind === 'journal.counted' ? [body] : [];
  });
}

test('a day that is not over, and an empty journal, are not counted', async () => {
  expect(await due()).toEqual([]);
  await sessions(3);
  expect(await due()).toEqual([]);
});

test('each past day is counted once, days without entries not at all', async () => {
  await sessions(2);
  await application();
  now += DAY;
  await sessions(1);
  now += 2 * DAY;
  await countPastDays(store, 1, journal, now);
  await countPastDays(store, 1, journal, now);
  expect(await told()).toEqual([
    { day: '2026-03-02', entries: 3, applications: 1 },
    { day: '2026-03-03', entries: 1, applications: 0 },
  ]);
  now += DAY;
  await sessions(1);
  await countPastDays(store, 1, journal, now);
  // The two counts themselves are the entries of the day on which they were written.
  expect((await told()).slice(2)).toEqual([{ day: '2026-03-05', entries: 2, applications: 0 }]);
});

test('what was written on the new day before the count of the old one is counted with its own day', async () => {
  await sessions(1);
  now += DAY;
  await sessions(2);
  await countPastDays(store, 1, journal, now);
  await sessions(1);
  now += DAY;
  await countPastDays(store, 1, journal, now);
  expect(await told()).toEqual([
    { day: '2026-03-02', entries: 1, applications: 0 },
    { day: '2026-03-03', entries: 4, applications: 0 },
  ]);
});

test('a clock that went back makes no second count of a day', async () => {
  await sessions(2);
  now += DAY;
  await countPastDays(store, 1, journal, now);
  now -= DAY;
  await sessions(1);
  now += DAY;
  expect(await due()).toEqual([]);
});

test('a count that could not be stored is due again', async () => {
  await sessions(1);
  now += DAY;
  await countPastDays(store, 1, { commit: async () => ({ ok: false, error: 'storage' }) }, now);
  expect(await due()).toEqual([{ day: '2026-03-02', entries: 1, applications: 0 }]);
});

test('any work over any days: what is told is what was written, whatever the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ later: fc.nat(2), sessions: fc.nat(150), applications: fc.nat(3), count: fc.boolean() }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      async (steps) => {
        await begin();
        for (const step of steps) {
          now += step.later * DAY;
          await sessions(step.sessions);
          for (let n = 0; n < step.applications; n += 1) await application();
          if (step.count) await countPastDays(store, 1, journal, now);
        }
        now += DAY;
        await countPastDays(store, 1, journal, now);
        const written = new Map<string, { entries: number; applications: number }>();
        const today = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
        for (const { at, application: one } of await store.read(1, 1, 10_000, Number.POSITIVE_INFINITY)) {
          const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
          if (day === today) continue;
          const count = written.get(day) ?? { entries: 0, applications: 0 };
          written.set(day, {
            entries: count.entries + 1,
            applications: count.applications + (one === undefined ? 0 : 1),
          });
        }
        expect(await told()).toEqual([...written].map(([day, count]) => ({ day, ...count })));
      },
    ),
    { numRuns: 50 },
  );
});

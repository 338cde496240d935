import { packEntries } from '@haizhu/shared/sync/packed-entries';
import { expect, test, vi } from 'vitest';
import type { BatchResult, KioskBatch } from './ingest.ts';
import { IngestQueue } from './ingest-queue.ts';

const batch = (kiosk: string, entries = 1): KioskBatch => ({
  kiosk,
  epoch: 1,
  proved: 1,
  from: 1,
  entries: packEntries(Array.from({ length: entries }, () => ({ text: '', sealed: null }))),
});
const taken = ({ entries }: KioskBatch): BatchResult => ({
  ok: true,
  through: entries.sizes.length,
  setAside: [],
  conflicts: [],
  clockSuspects: 0,
});

/** A ledger whose commits take as long as the test wants. */
class SlowLedger {
  readonly commits: (readonly string[])[] = [];
  readonly #waiting: (() => void)[] = [];
  failing: (kiosks: readonly string[]) => boolean = () => false;

  async ingest(batches: readonly KioskBatch[]): Promise<readonly BatchResult[]> {
    const kiosks = batches.map((b) => b.kiosk);
    this.commits.push(kiosks);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.failing(kiosks)) throw new Error('disk full');
    return batches.map(taken);
  }

  /** Lets the commits that run end, until none begins any more. */
  async release(): Promise<void> {
    for (let idle = 0; idle < 3; idle += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#waiting.length > 0) idle = 0;
      for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }
}

test('what comes in one moment is one transaction; what comes meanwhile is the next', async () => {
  const ledger = new SlowLedger();
  const queue = new IngestQueue(ledger);
  const first = ['A', 'B', 'C'].map((kiosk) => queue.push(batch(kiosk)));
  await vi.waitFor(() => expect(ledger.commits).toHaveLength(1));
  const second = ['D', 'E'].map((kiosk) => queue.push(batch(kiosk)));
  expect(queue.depth).toBe(5);
  await ledger.release();
  expect(await Promise.all([...first, ...second])).toMatchObject(Array(5).fill({ ok: true, through: 1 }));
  expect(ledger.commits).toEqual([
    ['A', 'B', 'C'],
    ['D', 'E'],
  ]);
  await queue.drained();
  expect(queue.depth).toBe(0);
});

test('what a turn of the event loop brings on top still goes into the same transaction', async () => {
  const ledger = new SlowLedger();
  const queue = new IngestQueue(ledger);
  const second = new Promise<unknown>((resolve) => {
    setImmediate(() => resolve(queue.push(batch('B'))));
  });
  const first = queue.push(batch('A'));
  await vi.waitFor(() => expect(ledger.commits).toEqual([['A', 'B']]));
  await ledger.release();
  expect(await Promise.all([first, second])).toMatchObject(Array(2).fill({ ok: true }));
});

test('nobody is answered before the commit', async () => {
  const ledger = new SlowLedger();
  const queue = new IngestQueue(ledger);
  let answered = false;
  const pushed = queue.push(batch('A')).then(() => {
    answered = true;
  });
  await vi.waitFor(() => expect(ledger.commits).toHaveLength(1));
  expect(answered).toBe(false);
  await ledger.release();
  await pushed;
});

test('a transaction does not grow without end, and a batch larger than one goes alone', async () => {
  const ledger = new SlowLedger();
  const queue = new IngestQueue(ledger);
  const pushed = [batch('A', 1500), batch('B', 450), batch('C', 250), batch('D', 9000)].map((b) =>
    queue.push(b),
  );
  await ledger.release();
  await Promise.all(pushed);
  expect(ledger.commits).toEqual([['A', 'B'], ['C'], ['D']]);
});

test('a batch on which the database fails does not fail the others', async () => {
  const ledger = new SlowLedger();
  ledger.failing = (kiosks) => kiosks.includes('B');
  const queue = new IngestQueue(ledger);
  const pushed = ['A', 'B', 'C'].map((kiosk) =>
    queue.push(batch(kiosk)).then(
      (result) => result.ok,
      (error: Error) => error.message,
    ),
  );
  await ledger.release();
  expect(await Promise.all(pushed)).toEqual([true, 'disk full', true]);
  await queue.drained();
  expect(queue.depth).toBe(0);
  const later = queue.push(batch('D'));
  await ledger.release();
  expect(await later).toMatchObject({ ok: true });
});

test('when too much waits, kiosks are asked to slow down, until there is room again', async () => {
  const ledger = new SlowLedger();
  const queue = new IngestQueue(ledger);
  const pushed = Array.from({ length: 40 }, (_, k) => queue.push(batch(`K${k}`, 1000)));
  expect(await queue.push(batch('late'))).toEqual({ ok: false, error: 'slow-down', retryAfterMs: 1000 });
  await ledger.release();
  await Promise.all(pushed);
  const again = queue.push(batch('late'));
  await ledger.release();
  expect(await again).toMatchObject({ ok: true });
});

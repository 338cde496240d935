import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allEnded, DueWorker, retryAfterMs } from './due-worker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function workerOf(work: () => Promise<boolean>) {
  const errors: unknown[] = [];
  const worker = new DueWorker({
    clock: { now: () => Date.now() },
    work,
    pollMs: 2000,
    onError: (error) => errors.push(error),
  });
  return { worker, errors };
}

test('looks at the start, goes on while there is more, then now and then by itself', async () => {
  let left = 3;
  let looks = 0;
  const { worker } = workerOf(async () => {
    looks += 1;
    left -= 1;
    return left > 0;
  });
  worker.start();
  await worker.idle();
  expect(looks).toBe(3);
  await vi.advanceTimersByTimeAsync(1999);
  expect(looks).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(looks).toBe(4);
  await worker.stop();
});

test('one look at a time; who wakes it during a look is not forgotten', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let looks = 0;
  let atOnce = 0;
  const { worker } = workerOf(async () => {
    looks += 1;
    atOnce += 1;
    expect(atOnce).toBe(1);
    if (looks === 1) await promise;
    atOnce -= 1;
    return false;
  });
  worker.start();
  worker.wake();
  worker.wake();
  resolve();
  await worker.idle();
  expect(looks).toBe(2);
  await worker.stop();
});

test('stop waits for the look that runs and none begins afterwards', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let ended = false;
  let looks = 0;
  const { worker } = workerOf(async () => {
    looks += 1;
    await promise;
    ended = true;
    return true;
  });
  worker.start();
  const stopped = worker.stop().then(() => ended);
  resolve();
  expect(await stopped).toBe(true);
  worker.wake();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toBe(1);
});

test('a look that fails is told, and the next one comes', async () => {
  let looks = 0;
  const { worker, errors } = workerOf(async () => {
    looks += 1;
    if (looks === 1) throw new Error('down');
    return false;
  });
  worker.start();
  await worker.idle();
  expect(errors).toMatchObject([{ message: 'down' }]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(looks).toBe(2);
  await worker.stop();
});

test('tries again after 1 s, 2 s, 4 s … at most 10 minutes, a quarter more or less', () => {
  expect([1, 2, 3, 10].map((n) => retryAfterMs(n, 0.5))).toEqual([1000, 2000, 4000, 512_000]);
  expect([11, 60, 1e6].map((n) => retryAfterMs(n, 0.5))).toEqual([600_000, 600_000, 600_000]);
  expect([retryAfterMs(1, 0), retryAfterMs(1, 1)]).toEqual([750, 1250]);
});

test('all that has begun is waited for, though one fails early', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let ended = false;
  const late = promise.then(() => {
    ended = true;
  });
  const all = allEnded([Promise.reject(new Error('first')), late]);
  resolve();
  await expect(all).rejects.toThrow('first');
  expect(ended).toBe(true);
});

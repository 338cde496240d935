import { expect, test } from 'vitest';
import { BatchSize, type Sent } from './batch-size.ts';

const LIMITS = { batchBytes: 1_000_000, batchEntries: 500, answerMs: 15_000, window: 4 };

/** Sends batches for as long as asked over a line of that speed; what each took, ms. */
function overLine(size: BatchSize, bytesPerSecond: (batch: number) => number, batches: number): number[] {
  let now = 0;
  let lineFreeAt = 0;
  const onTheWay: { sent: Sent; answeredAt: number }[] = [];
  const took: number[] = [];
  while (took.length < batches) {
    while (size.mayBegin(onTheWay.length)) {
      lineFreeAt = Math.max(now, lineFreeAt) + (size.bytes / bytesPerSecond(took.length)) * 1000;
      onTheWay.push({ sent: size.sent(size.bytes, size.entries, now), answeredAt: lineFreeAt });
    }
    const first = onTheWay.shift();
    if (first === undefined) throw new Error('nothing on the way');
    now = first.answeredAt;
    took.push(now - first.sent.at);
    size.answered(first.sent, now);
  }
  return took;
}

/** Full batches that may be unanswered at once, and their bytes, after one of so many bytes took so long, ms. */
function after(first?: { readonly bytes: number; readonly ms: number }): readonly [number, number] {
  const size = new BatchSize(LIMITS);
  if (first !== undefined) size.answered(size.sent(first.bytes, 30, 0), first.ms);
  const { bytes } = size;
  let unanswered = 0;
  for (; size.mayBegin(unanswered); unanswered += 1) size.sent(bytes, 500, 0);
  return [unanswered, bytes];
}

test('a connection begins with one small batch; a quick line has the largest ones after it', () => {
  expect(after()).toEqual([1, 62_500]);
  expect(after({ bytes: 62_500, ms: 6 })).toEqual([4, 1_000_000]);
});

test.each([6_000, 20_000, 125_000, 1_000_000])(
  'on a line of %d bytes a second every batch of a full window is answered in time',
  (bytesPerSecond) => {
    const took = overLine(new BatchSize(LIMITS), () => bytesPerSecond, 200);
    expect(Math.max(...took)).toBeLessThan(LIMITS.answerMs);
  },
);

test('a line that becomes much slower on the way is followed in time', () => {
  const took = overLine(new BatchSize(LIMITS), (batch) => (batch < 50 ? 600_000 : 240_000), 200);
  expect(Math.max(...took)).toBeLessThan(LIMITS.answerMs);
});

test('what the line takes in time goes up in few large batches', () => {
  // 125 bytes a ms: 625,000 in a third of the time for an answer.
  expect(after({ bytes: 62_500, ms: 500 })).toEqual([2, 312_500]);
  // 3 bytes a ms: not even two of the smallest.
  expect(after({ bytes: 15_000, ms: 5000 })).toEqual([1, 15_625]);
});

test('it never becomes too small to send anything', () => {
  const size = new BatchSize({ ...LIMITS, batchBytes: 10 });
  overLine(size, () => 0.1, 20);
  expect(size.bytes).toBe(1);
});

test('no more is read than may fit into the batch, by how large entries were', () => {
  const size = new BatchSize(LIMITS);
  expect(size.entries).toBe(40);
  size.answered(size.sent(62_500, 31, 0), 1);
  expect(size.entries).toBe(500);
  const slow = new BatchSize(LIMITS);
  slow.answered(slow.sent(62_500, 250, 0), 10_000);
  // 6 bytes a ms: the smallest share, in entries of 250 bytes.
  expect([slow.bytes, slow.entries]).toEqual([15_625, 79]);
});

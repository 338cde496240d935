import { err, ok, type Result } from '@haizhu/shared/result';
import { DEFAULT_LIMITS, type Push } from '@haizhu/shared/sync/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { VirtualTime } from './testing/virtual-time.ts';
import type { NoAnswer } from './transport.ts';
import { Uploader } from './uploader.ts';
import { type PushOutcome, type PushSituation, UPLOADER_TABLE, type UploadCell } from './uploader-table.ts';

const BATCH = 2;
const OUTCOMES = Object.keys(UPLOADER_TABLE) as PushOutcome[];
const SITUATIONS = Object.keys(UPLOADER_TABLE.taken) as PushSituation[];

interface Sent {
  readonly from: number;
  readonly through: number;
  answer(answer: Result<unknown, NoAnswer>): void;
}

let time: VirtualTime;
let store: MemoryJournalStore;
let sent: Sent[];
/** Batches that are not answered yet, in the order in which they were sent. */
let onTheWay: Sent[];
let acknowledged: number;
let failed: string[];

beforeEach(async () => {
  time = new VirtualTime();
  store = new MemoryJournalStore();
  [sent, onTheWay, acknowledged, failed] = [[], [], 0, []];
  await store.begin(1, '0'.repeat(64));
  for (let n = 0; n < 40; n += 1) {
    await store.append(1, () => ({
      text: `entry ${n}`,
      sealed: null,
      digest: `${n}`,
      at: n,
      open: { put: [], remove: [] },
    }));
  }
  const uploader = new Uploader({
    store,
    timers: time,
    monotonic: () => time.now(),
    limits: { ...DEFAULT_LIMITS, batchEntries: BATCH, window: 4 },
    through: new Map([[1, 0]]),
    onProgress: () => {},
    onFailed: (reason) => failed.push(reason),
    connection: {
      ask: (_, payload) =>
        new Promise((resolve) => {
          const { from, sizes } = payload as Push;
          const batch = { from, through: from + sizes.length - 1, answer: resolve };
          sent.push(batch);
          onTheWay.push(batch);
        }),
    },
  });
  uploader.poke();
  await time.settle();
});

/** Answers the oldest batch that is on its way. */
async function answer(outcome: PushOutcome): Promise<void> {
  const batch = onTheWay.shift();
  if (batch === undefined) throw new Error('nothing is on the way');
  if (outcome === 'taken') acknowledged = batch.through;
  batch.answer(answerOf(outcome));
  await time.settle();
}

function answerOf(outcome: PushOutcome): Result<unknown, NoAnswer> {
  switch (outcome) {
    case 'taken':
      return ok({ ok: true, through: acknowledged, setAside: [], conflicts: [] });
    case 'timed-out':
    case 'down':
      return err(outcome);
    case 'not understood':
      return ok({ fine: true });
    case 'slow-down':
      return ok({ ok: false, error: outcome, retryAfterMs: 5000 });
    case 'seq-gap':
      return ok({ ok: false, error: outcome, through: acknowledged });
    default:
      return ok({ ok: false, error: outcome });
  }
}

async function arrange(situation: PushSituation): Promise<void> {
  // A connection begins with one batch alone.
  expect(onTheWay).toHaveLength(1);
  if (situation === 'it alone on the way') return;
  await answer('taken');
  expect(onTheWay).toHaveLength(4);
  if (situation === 'others on the way') return;
  await answer('slow-down');
  expect(onTheWay).toHaveLength(3);
}

/** What the uploader does after the outcome, as it shows. */
async function observe(outcome: PushOutcome): Promise<UploadCell> {
  const before = sent.length;
  const last = Math.max(...sent.map((s) => s.through));
  const others = onTheWay.length > 1;
  await answer(outcome);
  if (failed.length > 0) {
    // Nothing more is sent, whatever still comes.
    while (onTheWay.length > 0) await answer('taken');
    await time.advance(60_000);
    expect([sent.length, failed.length]).toEqual([before, 1]);
    return 'gives up the link';
  }
  const next = () => sent[before]?.from;
  if (next() === last + 1) return 'goes on';
  if (next() !== undefined) return beganAgain(next(), 'begins again at once');
  // Those that were on the way; what begins again comes behind them.
  for (let left = onTheWay.length; left > 0; left -= 1) await answer('seq-gap');
  if (next() !== undefined) return beganAgain(next(), 'begins again when the window is empty');
  await time.advance(4000);
  expect(next()).toBeUndefined();
  await time.advance(1000);
  return beganAgain(
    next(),
    others
      ? 'begins again when the window is empty and the time is over'
      : 'begins again after the time asked for',
  );
}

function beganAgain(from: number | undefined, cell: UploadCell): UploadCell {
  expect(from).toBe(acknowledged + 1);
  return cell;
}

describe.each(OUTCOMES)('a batch: %s', (outcome) => {
  test.each(SITUATIONS)('with %s', async (situation) => {
    await arrange(situation);
    expect(await observe(outcome)).toBe(UPLOADER_TABLE[outcome][situation]);
  });
});

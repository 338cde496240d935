import { expect, test } from 'vitest';
import type { Timers } from '../timers.ts';
import { Interrupted, SimulatedUnit } from './unit.ts';

/** A clock that only the test moves. */
function clock() {
  let now = 1000;
  const waits = new Map<object, { readonly at: number; readonly fn: () => void }>();
  const timers: Timers = {
    now: () => now,
    setTimeout: (fn, ms) => {
      const handle = {};
      waits.set(handle, { at: now + ms, fn });
      return handle;
    },
    clearTimeout: (handle) => void waits.delete(handle as object),
  };
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      const [next] = [...waits].filter(([, w]) => w.at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined) break;
      waits.delete(next[0]);
      now = next[1].at;
      next[1].fn();
    }
    now = end;
    // What waited for a step goes on.
    await Promise.resolve();
    await Promise.resolve();
  };
  return { timers, pass, waiting: () => waits.size };
}

test('a step takes its time on the clock it was given, six times as long when slow', async () => {
  const { timers, pass, waiting } = clock();
  const unit = new SimulatedUnit(1, timers);
  const done: string[] = [];
  void unit.step(700).then(() => done.push('quick'));
  unit.setSlow(true);
  void unit.step(700).then(() => done.push('slow'));
  await pass(699);
  expect(done).toEqual([]);
  await pass(1);
  expect(done).toEqual(['quick']);
  await pass(3499);
  expect(done).toEqual(['quick']);
  await pass(1);
  expect(done).toEqual(['quick', 'slow']);
  expect(waiting()).toBe(0);
});

test('a loose contact goes out and in on that clock until it ends plugged in, and interrupts what runs', async () => {
  const { timers, pass, waiting } = clock();
  const unit = new SimulatedUnit(1, timers);
  const step = unit.step(5000);
  unit.setFlapping(true);
  await expect(step).rejects.toThrow(Interrupted);
  const seen: boolean[] = [];
  unit.onChange(() => seen.push(unit.plugged));
  await pass(3600);
  expect(seen).toEqual([true, false, true]);
  expect(unit.state().flapping).toBe(true);
  unit.setFlapping(false);
  expect(unit.state()).toEqual({ plugged: true, slow: false, flapping: false });
  expect(waiting()).toBe(0);
});

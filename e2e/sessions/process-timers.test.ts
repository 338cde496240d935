import { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import { expect, test } from 'vitest';
import { ProcessTimers } from './process-timers.ts';

test('a process that was killed does nothing any more', async () => {
  const time = new VirtualTime();
  const timers = new ProcessTimers(time);
  const done: string[] = [];
  timers.setTimeout(() => done.push('before'), 5);
  timers.setTimeout(() => done.push('after'), 10);
  await time.advance(7);
  timers.kill();
  timers.run(() => done.push('from outside'));
  await time.advance(10);
  expect(done).toEqual(['before']);
});

test('a process that hangs does late, and in order, what it should have done', async () => {
  const time = new VirtualTime();
  const timers = new ProcessTimers(time);
  const done: string[] = [];
  timers.setTimeout(() => done.push('timer'), 5);
  timers.freeze();
  await time.advance(10);
  timers.run(() => done.push('frame'));
  expect(done).toEqual([]);
  timers.thaw();
  expect(done).toEqual(['timer', 'frame']);
});

import { expect, test } from 'vitest';
import type { JournalState } from './journal-store.ts';
import { forgetStep, withThrough } from './sealed-keeping.ts';

const KEEP = 800;
const journal = (change: Partial<JournalState>): JournalState => ({
  epoch: 1,
  head: 100,
  headDigest: 'd',
  through: 50,
  ...change,
});
const step = (state: JournalState, now: number, most = 1000) =>
  forgetStep(state, { now, keepMs: KEEP }, most);

test('the first look only notes what is acknowledged; a whole period later that may go, and no more', () => {
  const first = step(journal({}), 10_000);
  expect(first).toMatchObject({ from: 1, to: 0, state: { acks: [{ through: 50, at: 10_000 }] } });
  const later = { ...first.state, through: 80 };
  expect(step(later, 10_000 + KEEP - 1).to).toBe(0);
  expect(step(later, 10_000 + KEEP)).toMatchObject({ from: 1, to: 50, state: { bare: 50 } });
});

test('no more than asked for at once; then it goes on behind it', () => {
  const old = journal({ acks: [{ through: 50, at: 0 }] });
  const one = step(old, 10_000, 20);
  expect([one.from, one.to]).toEqual([1, 20]);
  const two = step(one.state, 10_000, 40);
  expect([two.from, two.to]).toEqual([21, 50]);
  expect(step(two.state, 10_000, 40).to).toBe(50);
});

test('a journal in which nothing is new stays the same object', () => {
  const state = step(journal({}), 10_000).state;
  expect(step(state, 10_001).state).toBe(state);
  expect(step(journal({ through: 0 }), 10_000).state.acks).toBeUndefined();
});

test('there are few notes, and none is lost that still says something', () => {
  let state = journal({ through: 0, head: 10_000 });
  for (let now = 10_000; now < 20_000; now += 10) {
    state = step({ ...state, through: state.through + 1 }, now).state;
    expect(state.acks?.length ?? 0).toBeLessThan(12);
    // Of 10 ms for each entry: what went was acknowledged a period ago, and nothing stays twice as long.
    const age = (state.through - (state.bare ?? 0)) * 10;
    if (now > 10_000 + 2 * KEEP) expect([age >= KEEP, age < 2 * KEEP]).toEqual([true, true]);
  }
});

test('a note from a time that has not come yet was made by a wrong clock and says nothing', () => {
  const state = journal({ acks: [{ through: 50, at: 900_000 }] });
  const looked = step(state, 10_000);
  expect(looked).toMatchObject({ to: 0, state: { acks: [{ through: 50, at: 10_000 }] } });
});

test('what a server that went back lost counts from when it is acknowledged again (S7)', () => {
  const state = journal({
    acks: [
      { through: 30, at: 0 },
      { through: 50, at: 100 },
    ],
    bare: 10,
  });
  const back = withThrough(state, 20);
  expect(back).toMatchObject({ through: 20, acks: [], bare: 10 });
  const again = withThrough(back, 50);
  expect(step(again, 10_000)).toMatchObject({ to: 10, state: { acks: [{ through: 50, at: 10_000 }] } });
  expect(withThrough(state, 60)).toEqual({ ...state, through: 60 });
});

test('nothing that waits to be sent goes, whatever the notes say', () => {
  const state = journal({ through: 5, acks: [{ through: 50, at: 0 }] });
  expect(step(state, 10_000).to).toBe(5);
});

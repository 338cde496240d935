import { describe, expect, it } from 'vitest';
import { HAPPENINGS, leafOf } from '../testing/session-happenings.ts';
import { follow, waysToAll } from '../testing/session-ways.ts';
import { SESSION_STATES, SESSION_TABLE, type SessionHappening } from './session-table.ts';

const NAMES = Object.keys(SESSION_TABLE) as SessionHappening[];
const LONG = 120_000;

describe('a visit', () => {
  const all = waysToAll();

  it(
    'rests in these states and in no others',
    async () => {
      expect([...(await all).keys()].sort()).toEqual([...SESSION_STATES].sort());
    },
    LONG,
  );

  it('has a row for everything that can happen', () => {
    expect([...NAMES].sort()).toEqual(Object.keys(HAPPENINGS).sort());
  });

  it.each(SESSION_STATES)(
    'in %s does what its column says',
    async (state) => {
      const way = (await all).get(state);
      if (way === undefined) throw new Error(`no way leads to ${state}`);
      const seen: Record<string, string> = {};
      for (const name of NAMES) {
        const stage = await follow(way);
        const before = leafOf(stage);
        const could = await HAPPENINGS[name](stage);
        const after = leafOf(stage);
        seen[name] = !could ? 'cannot' : after === before ? 'stays' : after;
      }
      expect(seen).toEqual(Object.fromEntries(NAMES.map((name) => [name, SESSION_TABLE[name][state]])));
    },
    LONG,
  );

  it('has no state without a way on by itself (C6), but its end', () => {
    // Devices that are cleared have deadlines of their own (`xfs-deadlines.test.ts`).
    const row = Object.entries(SESSION_TABLE['time passes']);
    expect(row.filter(([, cell]) => cell === 'stays' || cell === 'cannot')).toEqual([
      ['wiping', 'stays'],
      ['done', 'stays'],
    ]);
  });
});

import { expect, it } from 'vitest';
import { changedQuery } from './use-url-state.ts';

it('sets, replaces and takes out, and leaves the rest', () => {
  const now = new URLSearchParams('from=2026-01-01&sort=-queue&q=old');
  const next = changedQuery(now, { sort: 'id', q: '', station: 'S-1', from: null });
  expect(Object.fromEntries(next)).toEqual({ sort: 'id', station: 'S-1' });
  expect(now.get('q')).toBe('old');
});

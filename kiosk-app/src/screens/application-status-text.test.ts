import { expect, test } from 'vitest';
import { shownStatus } from './application-status-text.ts';

const server = (
  state: 'received' | 'accepted' | 'not-accepted' | 'approved' | 'refused',
  payment = 'none',
  production = 'none',
) => shownStatus({ known: 'server', state, reason: null, payment, production, day: '2026-11-23' });

test('what is not decided is never shown as done', () => {
  for (const state of ['received', 'accepted'] as const) expect(server(state).sign).toBe('wait');
  expect(server('approved').sign).toBe('counter');
  expect(server('approved', 'settled').sign).toBe('counter');
});

test('only a card that was written is done', () => {
  expect(server('approved', 'settled', 'written')).toEqual({
    title: 'status.written.title',
    texts: ['status.written.text'],
    sign: 'done',
  });
  expect(server('approved', 'settled', 'writing').sign).not.toBe('done');
});

test('a card that failed says what becomes of the money, as far as it is known', () => {
  expect(server('approved', 'settled', 'failed').texts).toEqual(['status.failed.settled']);
  expect(server('approved', 'refunded', 'failed').texts).toEqual(['status.failed.refunded']);
  expect(server('approved', 'none', 'failed').texts).toEqual(['status.approved.text']);
});

test('a refusal names no ground', () => {
  expect(server('refused').texts).toEqual(['status.refused.text']);
  expect(server('not-accepted').texts).toEqual(['status.not-accepted.text']);
});

test('without the server nothing is claimed but what lies here', () => {
  expect(shownStatus({ known: 'here', day: '2026-11-23' }).title).toBe('status.here.title');
  expect(shownStatus({ known: 'offline' }).title).toBe('status.offline.title');
});

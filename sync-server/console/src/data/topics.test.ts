import { expect, it } from 'vitest';
import { readTopics } from './topics.ts';

it('reads the topics it knows and passes over others', () => {
  expect([...readTopics({ topics: ['report', 'weather', 'kiosks'] })].toSorted()).toEqual([
    'kiosks',
    'report',
  ]);
});

it('takes a malformed frame for no change', () => {
  for (const frame of [null, undefined, 'report', {}, { topics: 'report' }, { topics: [1, null] }]) {
    expect(readTopics(frame).size).toBe(0);
  }
});

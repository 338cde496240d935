import { expect, test } from 'vitest';
import { Kept } from './kept.ts';

test('what is kept is made once; when there are too many, the oldest goes and is made anew', () => {
  const kept = new Kept<string, string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    kept.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'B']);
  expect(made).toEqual(['a', 'b']);
  expect(['c', 'b', 'a'].map(get)).toEqual(['C', 'B', 'A']);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
  kept.clear();
  get('a');
  expect(made).toEqual(['a', 'b', 'c', 'a', 'a']);
});

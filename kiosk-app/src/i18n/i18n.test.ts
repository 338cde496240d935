import { expect, test } from 'vitest';
import { en } from './en.ts';
import { loadLanguage, translatorFor } from './i18n.ts';
import { type TextKey, zh } from './zh.ts';

const placesOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const keys = Object.keys(zh) as TextKey[];

test('every text is there in both languages and fills in the same things', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    expect(zh[key], key).not.toBe('');
    expect(en[key], key).not.toBe('');
    // A language may leave out a count that it says in words, but never ask for something that is not given.
    expect(placesOf(zh[key]), key).toEqual(placesOf(en[key]));
  }
});

test('what is filled in is taken as it is, also where it looks like a place', () => {
  expect(translatorFor('zh')('case.line', { code: '$& {{code}}' })).toBe('编号 $& {{code}}　咨询电话 12367');
});

test('English is Chinese until it is loaded', async () => {
  expect(translatorFor('en')('act.exit')).toBe('退出');
  await loadLanguage('en');
  expect(translatorFor('en')('act.exit')).toBe('Exit');
  expect(translatorFor('zh')('act.exit')).toBe('退出');
});

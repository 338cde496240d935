import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

function flatten(texts: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${name}`, value] as const]
      : flatten(value as object, `${path}${name}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).toSorted();

describe('the two languages', () => {
  const english = new Map(flatten(en));

  it('fill in the same things', () => {
    for (const [key, text] of flatten(zh))
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it('leave nothing empty and nothing Chinese in the English', () => {
    for (const [key, text] of flatten(zh)) expect(text.trim(), key).not.toBe('');
    for (const [key, text] of english) {
      expect(text.trim(), key).not.toBe('');
      // Only the switch to the other language is written in it.
      if (!key.startsWith('account.switch')) expect(text, key).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

import { expect, test } from 'vitest';
import { bodySchema, currentVersion, ENTRY_KINDS, isEntryKind } from './kinds.ts';

const kinds = Object.keys(ENTRY_KINDS).filter(isEntryKind);

test.each(kinds)('%s: versions run from 1 without a gap, and the newest is written', (kind) => {
  const versions = Object.keys(ENTRY_KINDS[kind].versions).map(Number);
  expect(versions).toEqual(versions.map((_, n) => n + 1));
  expect(bodySchema(kind, currentVersion(kind))).toBeDefined();
  expect(bodySchema(kind, currentVersion(kind) + 1)).toBeUndefined();
});

test.each(kinds)('%s refuses members that its schema does not name', (kind) => {
  const result = bodySchema(kind, 1)?.safeParse({ name: '某人' });
  expect(result?.success).toBe(false);
});

test('a word that every object has is not a kind', () => {
  expect(isEntryKind('toString')).toBe(false);
  expect(isEntryKind('constructor')).toBe(false);
});

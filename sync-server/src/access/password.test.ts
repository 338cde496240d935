import { expect, test } from 'vitest';
import {
  hashPassword,
  isOutdated,
  makeOneTimePassword,
  PASSWORD_COST,
  readableSecret,
  verifyPassword,
} from './password.ts';

const CHEAP = { N: 16, r: 1, p: 1 };

test('a hash verifies its own password and no other', async () => {
  const hash = await hashPassword('correct horse', CHEAP);
  expect(await verifyPassword('correct horse', hash)).toBe(true);
  expect(await verifyPassword('correct horsE', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

test('the same password has another hash each time, and its cost stands in it', async () => {
  const [first, second] = [await hashPassword('x', CHEAP), await hashPassword('x', CHEAP)];
  expect(first).not.toBe(second);
  expect(first.startsWith('scrypt$16$1$1$')).toBe(true);
});

test('a hash of another cost still verifies and is known as outdated', async () => {
  const hash = await hashPassword('x', { N: 32, r: 2, p: 1 });
  expect(await verifyPassword('x', hash)).toBe(true);
  expect(isOutdated(hash, CHEAP)).toBe(true);
  expect(isOutdated(hash, { N: 32, r: 2, p: 1 })).toBe(false);
});

test('the cost in force takes the memory that is recommended', async () => {
  expect(128 * PASSWORD_COST.N * PASSWORD_COST.r).toBe(32 * 1024 * 1024);
  const hash = await hashPassword('x', PASSWORD_COST);
  expect(await verifyPassword('x', hash)).toBe(true);
});

test('composed and decomposed characters are one password', async () => {
  const hash = await hashPassword('\u00e9t\u00e9', CHEAP);
  expect(await verifyPassword('e\u0301te\u0301', hash)).toBe(true);
});

test('a hash that cannot be read throws and is not taken for a mismatch', async () => {
  await expect(verifyPassword('x', 'md5$abc')).rejects.toThrow('not readable');
});

test('one-time passwords are readable and differ', () => {
  const made = new Set(Array.from({ length: 50 }, makeOneTimePassword));
  expect(made.size).toBe(50);
  for (const password of made) expect(password).toMatch(/^(?:[2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}$/);
  expect(readableSecret(7)).toHaveLength(7);
});

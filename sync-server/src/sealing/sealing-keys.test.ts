import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEALING } from '@haizhu/shared/journal/sealed';
import type { SealingKey } from '@haizhu/shared/sync/protocol';
import { CompactEncrypt, importJWK } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileSealingKeys } from './sealing-keys.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'haizhu-keys-')), 'keys');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function seal(key: SealingKey, text: string): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ ...SEALING, kid: key.kid })
    .encrypt(await importJWK({ ...key }, SEALING.alg));
}

test('what an older key sealed opens after any number of rotations, and after a new start', async () => {
  const keys = await FileSealingKeys.open(folder);
  const sealed: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    sealed.push(await seal(keys.current(), `person ${n}`));
    const made = await keys.rotate();
    expect(keys.current()).toEqual(made);
  }
  const again = await FileSealingKeys.open(folder);
  expect(again.current()).toEqual(keys.current());
  for (const ring of [keys, again]) {
    expect(await Promise.all(sealed.map((jwe) => ring.open(jwe)))).toEqual([
      'person 0',
      'person 1',
      'person 2',
    ]);
  }
});

test('the keys are listed oldest first with the moment of their making', async () => {
  const before = Date.now();
  const keys = await FileSealingKeys.open(folder);
  await keys.rotate();
  const list = keys.list();
  expect(list).toHaveLength(2);
  expect(list.at(-1)?.kid).toBe(keys.current().kid);
  for (const { madeAt } of list) {
    expect(madeAt).toBeGreaterThanOrEqual(before);
    expect(madeAt).toBeLessThanOrEqual(Date.now());
  }
});

test('two servers on one folder: what is sealed to the key that the other made opens', async () => {
  const one = await FileSealingKeys.open(folder);
  const other = await FileSealingKeys.open(folder);
  const jwe = await seal(await other.rotate(), 'person');
  expect(await one.open(jwe)).toBe('person');
  expect(one.current()).toEqual(other.current());
});

test('a changed payload and one of an unknown key do not open', async () => {
  const keys = await FileSealingKeys.open(folder);
  const jwe = await seal(keys.current(), 'person');
  const [head, key, iv, text, tag] = jwe.split('.');
  const flipped = text?.startsWith('A') ? `B${text.slice(1)}` : `A${text?.slice(1)}`;
  await expect(keys.open([head, key, iv, flipped, tag].join('.'))).rejects.toThrow();
  await expect(keys.open(await seal({ ...keys.current(), kid: 'other' }, 'person'))).rejects.toThrow(
    'no key of this name',
  );
});

test('nobody but this account may read the private keys', async () => {
  await (await FileSealingKeys.open(folder)).rotate();
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const files = await readdir(folder);
  expect(files).toHaveLength(2);
  for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
});

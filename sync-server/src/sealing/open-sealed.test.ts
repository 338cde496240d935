import { type Applicant, SEALING } from '@haizhu/shared/journal/sealed';
import { CompactEncrypt, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { START } from '../ledger/testing.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { createOpenSealed, type OpenSealed } from './open-sealed.ts';
import { FileSealingKeys, type SealingKeys } from './sealing-keys.ts';

const PERSON: Applicant = {
  version: 1,
  name: '某某某',
  idNumber: '11010519491231002X',
  sex: 'female',
  birthDate: '1949-12-31',
  permitNumber: 'C12345678',
  permitExpiry: '2099-01-01',
};
const PLACE = { origin: 'K1', epoch: 1, seq: 7 };

describe.each(ENGINES)('opening what is personal, on %s', (engine) => {
  let db: TestEngine;
  let keys: SealingKeys;
  let openSealed: OpenSealed;
  beforeEach(async () => {
    db = await openTestEngine(engine);
    keys = await FileSealingKeys.open(db.options.dataDir);
    openSealed = createOpenSealed(db.store, keys, { now: () => START });
  });
  afterEach(() => db.close());

  async function keep(content: unknown): Promise<void> {
    const key = keys.current();
    const jwe = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ ...SEALING, kid: key.kid })
      .encrypt(await importJWK({ ...key }, SEALING.alg));
    await db.store.write((tx) =>
      tx
        .insertInto('sealed_payload')
        .values({ ...PLACE, digest: 'd1', key_id: key.kid, jwe, received_at: START })
        .execute(),
    );
  }
  const accesses = () => db.store.read.selectFrom('sealed_access').selectAll().execute();

  test('who and why are on record, and the content comes', async () => {
    await keep(PERSON);
    expect(await openSealed(PLACE, 'clerk', 'complaint 17')).toEqual({ ok: true, value: PERSON });
    expect(await accesses()).toMatchObject([{ digest: 'd1', who: 'clerk', why: 'complaint 17', at: START }]);
  });

  test('nothing is opened when the record cannot be written', async () => {
    await keep(PERSON);
    let opened = 0;
    const watched: SealingKeys = {
      current: () => keys.current(),
      rotate: () => keys.rotate(),
      list: () => keys.list(),
      open: (jwe) => {
        opened += 1;
        return keys.open(jwe);
      },
    };
    const failing = { ...db.store, write: () => Promise.reject(new Error('disk full')) };
    const open = createOpenSealed(failing, watched, { now: () => START });
    await expect(open(PLACE, 'clerk', 'why')).rejects.toThrow('disk full');
    expect(opened).toBe(0);
  });

  test('what is not there is missing', async () => {
    expect(await openSealed(PLACE, 'clerk', 'why')).toEqual({ ok: false, error: 'missing' });
    expect(await accesses()).toEqual([]);
  });

  test.each([
    ['content of another shape', { name: '某某某' }],
    ['a person and something more', { ...PERSON, phone: '1' }],
  ])('%s is unreadable, and the try is on record', async (_, content) => {
    await keep(content);
    expect(await openSealed(PLACE, 'clerk', 'why')).toEqual({ ok: false, error: 'unreadable' });
    expect(await accesses()).toHaveLength(1);
  });

  test('what was changed in the database is unreadable', async () => {
    await keep(PERSON);
    const { jwe } = await db.store.read.selectFrom('sealed_payload').select('jwe').executeTakeFirstOrThrow();
    const parts = jwe.split('.');
    const body = parts[3] ?? '';
    parts[3] = `${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}`;
    await db.store.write((tx) =>
      tx
        .updateTable('sealed_payload')
        .set({ jwe: parts.join('.') })
        .execute(),
    );
    expect(await openSealed(PLACE, 'clerk', 'why')).toEqual({ ok: false, error: 'unreadable' });
  });
});

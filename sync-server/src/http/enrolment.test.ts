import { generateKeyPairSync, hash } from 'node:crypto';
import { chainStart } from '@haizhu/shared/journal/entry';
import { enrolmentSchema } from '@haizhu/shared/sync/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CODE_VALID_MS } from '../devices/enrolment-codes.ts';
import { MAX_DEMO_KIOSKS } from '../devices/kiosks-demo.ts';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';

function newKey() {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x, y };
}

describe.each(ENGINES)('%s', (engine) => {
  let opened: TestEngine;
  let http: TestHttp;
  let admin: Record<string, string>;
  let kiosk = 'K0';
  let made = 0;
  /** Each test's calls come from an address of their own, so that no test uses up another's tries. */
  let address = '192.0.2.1';

  beforeAll(async () => {
    opened = await openTestEngine(engine);
    http = await startTestHttp({ env: { DEMO: '1' }, store: opened.store });
    admin = await http.bearer('admin');
    await post('/api/v1/stations', { id: 'S1', zh: '甲站', en: 'First' }, admin);
  });
  afterAll(async () => {
    await http.close();
    await opened.close();
  });
  beforeEach(async () => {
    made += 1;
    kiosk = `K${made}`;
    address = `192.0.2.${made}`;
    const values = { id: kiosk, stationId: 'S1', model: 'm1', installedOn: '2020-01-01' };
    expect((await post('/api/v1/kiosks', values, admin)).statusCode).toBe(201);
  });

  const post = (url: string, payload: object = {}, headers: Record<string, string> = {}) =>
    http.app.inject({ method: 'POST', url, payload, headers, remoteAddress: address });
  const codeFor = async (id: string): Promise<string> => {
    const answer = await post(`/api/v1/kiosks/${id}/enrolment-codes`, {}, admin);
    expect(answer.statusCode).toBe(201);
    return answer.json().code;
  };
  const enrol = (code: string, publicKey: object = newKey(), journals: readonly number[] = []) =>
    post('/api/v1/enrol', { code, publicKey, journals });
  const epochsOf = (id: string) =>
    http.store.read
      .selectFrom('kiosk_epoch')
      .selectAll()
      .where('kiosk_id', '=', id)
      .orderBy('epoch')
      .execute();

  test('a code lets a machine in once: epoch 1, chain at its start, written in the ledger', async () => {
    const answer = await enrol(await codeFor(kiosk));
    expect(answer.statusCode).toBe(200);
    expect(enrolmentSchema.parse(answer.json())).toMatchObject({
      kiosk,
      epoch: 1,
      station: { id: 'S1', zh: '甲站', en: 'First' },
    });
    const [epoch] = await epochsOf(kiosk);
    expect(epoch).toMatchObject({
      epoch: 1,
      through: 0,
      told_head: 0,
      last_digest: hash('sha256', chainStart(kiosk, 1)),
    });
    const entries = await http.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'kiosk.enrolled')
      .execute();
    const bodies = entries.map(({ text }) => JSON.parse(text).body);
    expect(bodies).toContainEqual({ kiosk, epoch: 1, keyThumbprint: epoch?.key_thumbprint });
  });

  test('a code is typed as people type: small letters, dashes, spaces', async () => {
    const code = (await codeFor(kiosk)).toLowerCase();
    expect((await enrol(` ${code.slice(0, 4)}-${code.slice(4)}`)).statusCode).toBe(200);
  });

  test('a lost answer comes again for the same key, and begins no second epoch', async () => {
    const [code, key] = [await codeFor(kiosk), newKey()];
    const [first, second] = [await enrol(code, key), await enrol(code, key)];
    expect([second.statusCode, second.json()]).toEqual([200, first.json()]);
    expect(await epochsOf(kiosk)).toHaveLength(1);
  });

  test('another key with a used code is refused', async () => {
    const code = await codeFor(kiosk);
    await enrol(code);
    const answer = await enrol(code);
    expect([answer.statusCode, answer.json().error]).toEqual([409, 'code-used']);
    expect(await epochsOf(kiosk)).toHaveLength(1);
  });

  test('of two machines that use a code at the same moment one is let in', async () => {
    const code = await codeFor(kiosk);
    const answers = await Promise.all([enrol(code), enrol(code), enrol(code)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
    expect(await epochsOf(kiosk)).toHaveLength(1);
  });

  test('a code is unknown after its time, after a newer one, and if it never was', async () => {
    const old = await codeFor(kiosk);
    const code = await codeFor(kiosk);
    expect((await enrol(old)).json().error).toBe('wrong-code');
    http.clock.advance(CODE_VALID_MS);
    expect((await enrol(code)).json().error).toBe('wrong-code');
    const answer = await enrol('2222222222');
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { error: 'wrong-code', field: 'code' }]);
    expect(http.incidents.at(-1)).toBe('enrolment-refused: wrong-code');
  });

  test('a key that is no point of the curve is refused and uses nothing up', async () => {
    const code = await codeFor(kiosk);
    const answer = await enrol(code, { ...newKey(), y: 'AAAA' });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'bad-key', field: 'publicKey' }]);
    expect((await enrol(code)).statusCode).toBe(200);
  });

  test('who tries codes is stopped', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await enrol('2222222222')).statusCode);
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });

  test('a machine that enrols again begins the next epoch, and its earlier connection is cut', async () => {
    const cut: string[] = [];
    http.context.events.on('revoked', (id) => cut.push(id));
    expect((await enrol(await codeFor(kiosk))).json().epoch).toBe(1);
    expect((await enrol(await codeFor(kiosk))).json().epoch).toBe(2);
    expect(cut.filter((id) => id === kiosk)).toHaveLength(2);
    http.context.events.removeAllListeners('revoked');
  });

  test('a server that was set back knows the epochs of the machine again and never counts one twice', async () => {
    const answer = await enrol(await codeFor(kiosk), newKey(), [2, 4]);
    expect(answer.json().epoch).toBe(5);
    const epochs = await epochsOf(kiosk);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([2, 4, 5]);
    expect(epochs[0]).toMatchObject({
      key_thumbprint: '',
      through: 0,
      last_digest: hash('sha256', chainStart(kiosk, 2)),
    });
    expect((await enrol(await codeFor(kiosk), newKey(), [5])).json().epoch).toBe(6);
    const last = await enrol(await codeFor(kiosk), newKey(), [999_999]);
    expect([last.statusCode, last.json().error]).toEqual([400, 'bad-journals']);
  });

  test('a revoked kiosk: written in the ledger, cut off, its codes end; a new enrolment brings it back', async () => {
    const key = newKey();
    const used = await codeFor(kiosk);
    await enrol(used, key);
    const unused = await codeFor(kiosk);
    const cut: string[] = [];
    http.context.events.on('revoked', (id) => cut.push(id));
    expect((await post(`/api/v1/kiosks/${kiosk}/revoke`, { reason: '被盗' }, admin)).statusCode).toBe(204);
    expect(cut).toEqual([kiosk]);
    http.context.events.removeAllListeners('revoked');
    expect((await post(`/api/v1/kiosks/${kiosk}/revoke`, { reason: 'again' }, admin)).json().error).toBe(
      'already-revoked',
    );
    expect((await post('/api/v1/kiosks/none/revoke', { reason: 'x' }, admin)).statusCode).toBe(404);
    expect((await enrol(unused)).json().error).toBe('wrong-code');
    expect((await enrol(used, key)).json().error).toBe('code-used');
    const entries = await http.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'kiosk.revoked')
      .execute();
    expect(entries.map(({ text }) => JSON.parse(text).body)).toContainEqual({ kiosk, reason: '被盗' });
    const back = await enrol(await codeFor(kiosk));
    expect(back.json().epoch).toBe(2);
    const row = await http.store.read
      .selectFrom('kiosk')
      .selectAll()
      .where('id', '=', kiosk)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ revoked_at: null, current_epoch: 2 });
  });

  test('kiosks: wrong values name the field, and the name of the server itself is taken', async () => {
    const add = (payload: object) => post('/api/v1/kiosks', payload, admin);
    const values = { id: 'X1', stationId: 'S1', model: 'm', installedOn: '2024-05-01' };
    expect((await add({ ...values, id: 'a b' })).json()).toMatchObject({
      error: 'invalid-body',
      field: 'id',
    });
    expect((await add({ ...values, installedOn: '2024-02-30' })).json()).toMatchObject({
      field: 'installedOn',
    });
    expect((await add({ ...values, stationId: 'S9' })).json()).toMatchObject({
      error: 'no-such-station',
      field: 'stationId',
    });
    expect((await add({ ...values, colour: 'blue' })).json()).toMatchObject({ field: 'colour' });
    expect((await add({ ...values, id: kiosk })).json()).toMatchObject({ error: 'id-taken', field: 'id' });
    expect((await add({ ...values, id: 'server' })).json()).toMatchObject({ error: 'id-taken', field: 'id' });
  });

  test('demonstration kiosks enrol themselves, as many as are allowed', async () => {
    const first = await post('/api/v1/demo/enrolment');
    expect([first.statusCode, first.json().kiosk]).toEqual([201, 'DEMO-1']);
    const enrolled = await enrol(first.json().code);
    expect(enrolled.json()).toMatchObject({ kiosk: 'DEMO-1', station: { id: 'DEMO', zh: '演示派出所' } });
    expect((await post('/api/v1/demo/enrolment')).json().kiosk).toBe('DEMO-2');
    // A machine that lost its database comes back as what it was; of another name there is none, so one is made.
    const again = await post('/api/v1/demo/enrolment?kiosk=DEMO-1');
    expect((await enrol(again.json().code)).json()).toMatchObject({ kiosk: 'DEMO-1', epoch: 2 });
    expect((await post('/api/v1/demo/enrolment?kiosk=K-1')).json().kiosk).toBe('DEMO-3');
    await http.store.write(async (tx) => {
      const row = await tx
        .selectFrom('kiosk')
        .selectAll()
        .where('id', '=', 'DEMO-2')
        .executeTakeFirstOrThrow();
      for (let n = 4; n <= MAX_DEMO_KIOSKS; n += 1) {
        await tx
          .insertInto('kiosk')
          .values({ ...row, id: `DEMO-${n}` })
          .execute();
      }
    });
    const tooMany = await post('/api/v1/demo/enrolment');
    expect([tooMany.statusCode, tooMany.json().error]).toEqual([409, 'too-many-kiosks']);
  });
});

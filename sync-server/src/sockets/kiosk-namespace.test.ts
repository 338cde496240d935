import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';
import { packEntries } from '@haizhu/shared/sync/packed-entries';
import { MAX_FRAME_BYTES, welcomeSchema } from '@haizhu/shared/sync/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { TestKiosk } from '../testing/test-kiosk.ts';
import { isStillWelcome } from './kiosk-hello.ts';

let server: TestServer;
let kiosk: TestKiosk;
let admin: Record<string, string>;
let n = 0;

beforeAll(async () => {
  server = await startTestServer({ ports: [20_100, 20_140] });
  admin = await server.signIn();
});
afterAll(() => server.stop());
beforeEach(async () => {
  n += 1;
  kiosk = await TestKiosk.enrol(server.url);
});
afterEach(() => kiosk.close());

const store = () => server.app.context.store.read;

/** Waits until the incident is listed, as the console would see it. */
const listed = (name: string, kioskId: string) =>
  vi.waitFor(async () => {
    const rows = await store()
      .selectFrom('incident')
      .selectAll()
      .where('name', '=', name)
      .where('kiosk_id', '=', kioskId)
      .execute();
    expect(rows).toHaveLength(1);
  });

/** The server still does its work for a kiosk that behaves. */
async function expectServerWorks(): Promise<void> {
  const other = await TestKiosk.enrol(server.url);
  expect(await other.join()).toMatchObject({ ok: true });
  n += 1;
  other.journal.session(n * 100);
  expect(await other.push()).toMatchObject({ ok: true, through: 1 });
  other.close();
}

describe('an application, online', () => {
  test('is received, accepted, decided, paid, made, and counted once', async () => {
    expect(await kiosk.join()).toMatchObject({
      ok: true,
      through: [{ epoch: 1, through: 0 }],
      simulated: ['authority', 'payment'],
    });
    const id = await kiosk.apply(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 1, setAside: [], conflicts: [] });
    const approved = await kiosk.status(id, (s) => s.state === 'approved');
    expect(approved.grants).toMatchObject([{ place: 'HKG', group: 'G', entries: 1 }]);

    const first = await kiosk.ask('pay', { application: id });
    const again = await kiosk.ask('pay', { application: id });
    expect(again).toEqual(first);
    const { order } = first as { order: { order: string; amountFen: number } };
    expect(order.amountFen).toBe(1500);
    kiosk.journal.add('payment.begun', {
      application: id as never,
      order: order.order as never,
      amountFen: 1500,
    });
    await kiosk.push(2);
    const paid = await fetch(`${server.url}/simulated/payments/${order.order}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ result: 'paid' }),
    });
    expect(paid.ok).toBe(true);
    await kiosk.status(id, (s) => s.payment === 'settled');
    kiosk.journal.add('card.writing', { application: id as never });
    kiosk.journal.add('card.written', { application: id as never, attempts: 1 });
    expect(await kiosk.push(3)).toMatchObject({ ok: true, through: 4, setAside: [] });
    await kiosk.status(id, (s) => s.production === 'written');
    expect(await kiosk.ask('pay', { application: id })).toMatchObject({ ok: false, error: 'not-payable' });
  });

  test('a card that could not be made is paid back', async () => {
    await kiosk.join();
    const id = await kiosk.apply(n * 100);
    await kiosk.push();
    await kiosk.status(id, (s) => s.state === 'approved');
    const { order } = (await kiosk.ask('pay', { application: id })) as { order: { order: string } };
    await fetch(`${server.url}/simulated/payments/${order.order}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ result: 'paid' }),
    });
    await kiosk.status(id, (s) => s.payment === 'settled');
    kiosk.journal.add('card.failed', {
      application: id as never,
      fault: 'card-printer-jam',
      reason: 'device-fault',
    });
    await kiosk.push(2);
    const status = await kiosk.status(id, (s) => s.payment === 'refunded');
    expect(status.production).toBe('failed');
  });

  test.each([
    ['not-accept', 'not-accepted'],
    ['refuse', 'refused'],
  ] as const)(
    'a person whom the authority answers with %s is told %s, without the ground',
    async (authority, state) => {
      const person = SIMULATED_PEOPLE.find((p) => p.authority === authority && p.permitCard !== null);
      if (person?.permitCard == null) throw new Error('no such person');
      await kiosk.join();
      const id = await kiosk.apply(n * 100, {
        idNumber: person.idCard.idNumber,
        birthDate: person.idCard.birthDate,
        permitExpiry: '2099-01-01',
      });
      await kiosk.push();
      const status = await kiosk.status(id, (s) => s.state === state);
      expect(status.reason).toBeNull();
      expect(await kiosk.ask('pay', { application: id })).toMatchObject({ ok: false, error: 'not-payable' });
    },
  );

  test('changes are told of applications that are watched, and of no others', async () => {
    await kiosk.join();
    const unwatched = await kiosk.apply(n * 100);
    const watched = await kiosk.apply(n * 100 + 1);
    const told = kiosk.status(watched, (s) => s.state === 'approved');
    await kiosk.push();
    await told;
    await vi.waitFor(
      async () => {
        const row = store().selectFrom('application').select('decision').where('id', '=', unwatched);
        expect(await row.executeTakeFirst()).toEqual({ decision: 'approved' });
      },
      { timeout: 20_000 },
    );
    // The answer to what is asked now comes behind every frame sent before.
    await kiosk.ask('watch', { applications: [] });
    expect(new Set(kiosk.statuses.map((s) => s.application))).toEqual(new Set([watched]));
  });

  test('opening what is personal is on record with who and why', async () => {
    await kiosk.join();
    const id = await kiosk.apply(n * 100);
    await kiosk.push();
    await kiosk.status(id, (s) => s.state === 'approved');
    const opened = await store()
      .selectFrom('sealed_access')
      .selectAll()
      .where('why', 'like', `%${id}%`)
      .execute();
    expect(opened.length).toBeGreaterThan(0);
    expect(opened[0]).toMatchObject({ who: 'authority-worker' });
  });

  test('the check code of a slip finds it, ten times a minute', async () => {
    await kiosk.join();
    const id = await kiosk.apply(n * 100);
    await kiosk.push();
    const { body } = JSON.parse(kiosk.journal.entries[0]?.text ?? '') as { body: { lookup: string } };
    expect(await kiosk.ask('check', { lookup: body.lookup })).toMatchObject({
      ok: true,
      status: { application: id },
    });
    for (let k = 0; k < 9; k += 1) {
      expect(await kiosk.ask('check', { lookup: 'f'.repeat(64) })).toMatchObject({ error: 'not-found' });
    }
    expect(await kiosk.ask('check', { lookup: body.lookup })).toMatchObject({ error: 'slow-down' });
    // A new connection gives no new tries.
    kiosk.close();
    await kiosk.join();
    expect(await kiosk.ask('check', { lookup: body.lookup })).toMatchObject({ error: 'slow-down' });
  });
});

describe('bad input gets a named error, is seen in the console, and stops nothing', () => {
  test('a malformed frame', async () => {
    await kiosk.join();
    for (const payload of [
      null,
      7,
      'x',
      {},
      { epoch: 1, from: 0, ...packEntries([{ text: '{}', sealed: null }]) },
      { epoch: 1, from: 1, ...packEntries([]) },
      { epoch: 1, from: 1, sizes: [[2, null]], bytes: '{}' },
      { epoch: 1, from: 1, sizes: [[-2, null]], bytes: Buffer.from('{}') },
      { epoch: 1, from: 1, sizes: [[1, null]], bytes: Buffer.from('{}') },
    ]) {
      expect(await kiosk.ask('push', payload)).toMatchObject({ ok: false, error: 'malformed-frame' });
    }
    expect(await kiosk.ask('presence', { wall: 'now' })).toMatchObject({ error: 'malformed-frame' });
    await listed('malformed-frame', kiosk.enrolment.kiosk);
    kiosk.journal.session(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 1 });
  });

  test('a frame nobody knows, and one without a way to answer', async () => {
    const socket = await kiosk.connect();
    await kiosk.ask('hello', await kiosk.hello());
    expect(await kiosk.ask('drop-all-tables', {})).toMatchObject({ ok: false, error: 'malformed-frame' });
    socket.emit('push', { rubbish: true });
    socket.emit('push');
    await listed('unknown-frame', kiosk.enrolment.kiosk);
    await listed('malformed-frame', kiosk.enrolment.kiosk);
    kiosk.journal.session(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 1 });
  });

  test('an oversized frame', async () => {
    const socket = await kiosk.connect();
    await kiosk.ask('hello', await kiosk.hello());
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('push', {
      epoch: 1,
      from: 1,
      ...packEntries([{ text: 'x'.repeat(MAX_FRAME_BYTES + 1), sealed: null }]),
    });
    await gone;
    await listed('frame-too-large', kiosk.enrolment.kiosk);
    await expectServerWorks();
  });

  test('an unknown kiosk', async () => {
    await kiosk.connect();
    expect(await kiosk.ask('hello', await kiosk.hello({ kiosk: `NOBODY-${n}` }))).toMatchObject({
      ok: false,
      error: 'unknown-kiosk',
    });
    await listed('unknown-kiosk', `NOBODY-${n}`);
    expect(await kiosk.push(1).catch(() => null)).toMatchObject({ error: 'not-proved' });
  });

  test('a wrong signature', async () => {
    const other = await TestKiosk.enrol(server.url);
    await other.connect();
    await kiosk.connect();
    const { proof } = await other.hello();
    expect(await kiosk.ask('hello', await kiosk.hello({ proof }))).toMatchObject({
      ok: false,
      error: 'wrong-signature',
    });
    await listed('wrong-signature', kiosk.enrolment.kiosk);
    other.close();
  });

  test('an old protocol version', async () => {
    await kiosk.connect();
    expect(await kiosk.ask('hello', await kiosk.hello({ protocol: 0 }))).toMatchObject({
      ok: false,
      error: 'protocol-unsupported',
    });
    await listed('protocol-unsupported', kiosk.enrolment.kiosk);
  });

  test('a version from the future whose hello looks different', async () => {
    await kiosk.connect();
    expect(await kiosk.ask('hello', { protocol: 99, who: 'me' })).toMatchObject({
      error: 'protocol-unsupported',
    });
  });

  test('a clock that is a year off: the link works, the error is measured, the entries are bounded', async () => {
    const year = 365 * 86_400_000;
    await kiosk.connect();
    expect(await kiosk.ask('hello', await kiosk.hello({ wall: Date.now() + year }))).toMatchObject({
      ok: true,
    });
    await listed('clock-error', kiosk.enrolment.kiosk);
    kiosk.journal.session(n * 100, Date.now() + year);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 1, setAside: [] });
    const row = await store()
      .selectFrom('session')
      .selectAll()
      .where('kiosk_id', '=', kiosk.enrolment.kiosk)
      .executeTakeFirstOrThrow();
    expect(Math.abs(row.started_at - Date.now())).toBeLessThan(60_000);
  });

  test('an entry that breaks its schema is set aside, what follows is taken', async () => {
    await kiosk.join();
    kiosk.journal.addText('{"no":"entry"}');
    kiosk.journal.session(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 2, setAside: [1], conflicts: [] });
    const rows = await store()
      .selectFrom('quarantine')
      .selectAll()
      .where('origin', '=', kiosk.enrolment.kiosk)
      .execute();
    expect(rows).toMatchObject([{ seq: 1, reason: 'bad-header' }]);
  });

  test('the same place with other content is a conflict', async () => {
    await kiosk.join();
    kiosk.journal.session(n * 100);
    await kiosk.push();
    kiosk.journal.entries.pop();
    kiosk.journal.rewind();
    kiosk.journal.session(n * 100 + 1);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: 1, conflicts: [1] });
    await listed('entry-conflict', kiosk.enrolment.kiosk);
  });

  test('a frame before the proof', async () => {
    await kiosk.connect();
    kiosk.journal.session(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: false, error: 'not-proved' });
  });

  test('a kiosk whose disk went back is seen', async () => {
    await kiosk.join();
    kiosk.journal.session(n * 100);
    await kiosk.push();
    kiosk.close();
    await kiosk.connect();
    const journals = [{ epoch: 1, head: 0, through: 0 }];
    expect(await kiosk.ask('hello', await kiosk.hello({ journals }))).toMatchObject({
      ok: true,
      through: [{ epoch: 1, through: 1 }],
    });
    await listed('journal-behind', kiosk.enrolment.kiosk);
  });
});

describe('connections', () => {
  test('a second connection of a kiosk takes the place of the first', async () => {
    const first = await kiosk.connect();
    await kiosk.ask('hello', await kiosk.hello());
    const gone = new Promise((resolve) => first.once('disconnect', resolve));
    expect(await kiosk.join()).toMatchObject({ ok: true });
    await gone;
    kiosk.journal.session(n * 100);
    expect(await kiosk.push()).toMatchObject({ ok: true });
  });

  test('a revoked kiosk is cut off at once and refused afterwards', async () => {
    const socket = await kiosk.connect();
    await kiosk.ask('hello', await kiosk.hello());
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const answer = await fetch(`${server.url}/api/v1/kiosks/${kiosk.enrolment.kiosk}/revoke`, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'stolen' }),
    });
    expect(answer.status).toBeLessThan(300);
    await gone;
    expect(await kiosk.join()).toMatchObject({ ok: false, error: 'revoked-kiosk' });
  });

  test('a kiosk that another server has revoked brings in nothing more, though nothing cut its connection', async () => {
    await kiosk.connect();
    await kiosk.ask('hello', await kiosk.hello());
    kiosk.journal.session(n * 100);
    const { kiosk: id } = kiosk.enrolment;
    const { store } = server.app.context;
    await store.write((tx) => tx.updateTable('kiosk').set({ revoked_at: 1 }).where('id', '=', id).execute());
    expect(await kiosk.push()).toMatchObject({ ok: false, error: 'revoked-kiosk' });
    expect(await store.read.selectFrom('ledger').select('seq').where('origin', '=', id).execute()).toEqual(
      [],
    );
  });

  test('what is taken away while a kiosk is being welcomed is seen afterwards', async () => {
    const { kiosk: id, epoch } = kiosk.enrolment;
    const { store } = server.app.context;
    expect(await isStillWelcome(store, id, epoch)).toBe(true);
    expect(await isStillWelcome(store, id, epoch + 1)).toBe(false);
    expect(await isStillWelcome(store, 'NOBODY', 1)).toBe(false);
    await store.write((tx) => tx.updateTable('kiosk').set({ revoked_at: 1 }).where('id', '=', id).execute());
    expect(await isStillWelcome(store, id, epoch)).toBe(false);
  });

  test('a kiosk that names an older sealing key is told the new one, and no other kiosk is', async () => {
    const { sealingKey } = welcomeSchema.parse(await kiosk.join());
    const presence = {
      wall: Date.now(),
      head: 0,
      through: 0,
      queued: 0,
      oldestAt: null,
      level: 'in-service',
      faults: [],
      screen: 'attract',
      storage: null,
    };
    const told = (sealingKid?: string) => kiosk.ask('presence', { ...presence, sealingKid });
    expect(await told(sealingKey.kid)).toEqual({ ok: true, serverTime: expect.any(Number) });
    const made = await fetch(`${server.url}/api/v1/sealing-keys`, { method: 'POST', headers: admin });
    expect(made.status).toBe(201);
    const { kid } = (await made.json()) as { kid: string };
    expect(await told(sealingKey.kid)).toMatchObject({ ok: true, sealingKey: { kid } });
    expect(await told(kid)).toEqual({ ok: true, serverTime: expect.any(Number) });
    // A kiosk of an older version seals to what it was welcomed with.
    expect(await told()).toEqual({ ok: true, serverTime: expect.any(Number) });
  });

  test('presence is kept, and silence after the connection ends', async () => {
    await kiosk.join();
    const presence = {
      wall: Date.now(),
      head: 5,
      through: 2,
      queued: 3,
      oldestAt: Date.now() - 1000,
      level: 'degraded',
      faults: ['receipt-printer-paper-out'],
      screen: 'attract',
      storage: { usedBytes: 10, quotaBytes: 100, persisted: true },
    };
    expect(await kiosk.ask('presence', presence)).toMatchObject({ ok: true });
    const { kiosk: id } = kiosk.enrolment;
    const row = (connected: number) =>
      vi.waitFor(async () => {
        const kept = await store()
          .selectFrom('presence')
          .selectAll()
          .where('kiosk_id', '=', id)
          .executeTakeFirstOrThrow();
        expect(kept).toMatchObject({ connected, queued: 3, level: 'degraded', storage_persisted: 1 });
        // A kiosk of an older version does not say whether it keeps its queue twice.
        expect(kept).toMatchObject({ storage_spared: null });
      });
    await row(1);
    kiosk.close();
    await row(0);
    const { told_head } = await store()
      .selectFrom('kiosk_epoch')
      .select('told_head')
      .where('kiosk_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(told_head).toBe(5);
  });
});

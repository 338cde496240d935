import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { OracleServer } from './testing/oracle-server.ts';
import { SimulatedKiosk, uuid } from './testing/simulated-kiosk.ts';
import { SimulatedNetwork } from './testing/simulated-network.ts';
import { VirtualTime } from './testing/virtual-time.ts';

let time: VirtualTime;
let network: SimulatedNetwork;
let server: OracleServer;

beforeEach(() => {
  time = new VirtualTime();
  network = new SimulatedNetwork(time);
  server = new OracleServer(() => time.now(), { batchEntries: 10 });
  server.enrol(1);
  network.server = server;
});

const start = (options: Partial<Parameters<typeof SimulatedKiosk.start>[0]> = {}) =>
  SimulatedKiosk.start({ time, transport: network, ...options });

async function commit(kiosk: SimulatedKiosk, count: number, first = 1): Promise<void> {
  for (let n = first; n < first + count; n += 1) expect(await kiosk.commitSession(uuid(n))).toBe(true);
}

/** The server holds exactly what the kiosk's journal says, in its order. */
async function expectAllArrived(kiosk: SimulatedKiosk, epoch = 1): Promise<void> {
  const state = (await kiosk.store.states()).find((s) => s.epoch === epoch);
  const written = await kiosk.store.read(epoch, 1, 1_000_000, Number.POSITIVE_INFINITY);
  expect(server.texts(epoch)).toEqual(written.map((e) => e.text));
  expect(state?.through).toBe(state?.head);
  expect(server.conflicts()).toEqual([]);
}

describe('the queue', () => {
  test('committed without a network, it is brought up in order when the network is there', async () => {
    network.cut = true;
    const kiosk = await start();
    await commit(kiosk, 95);
    await time.advance(120_000);
    expect(server.texts(1)).toEqual([]);
    expect(kiosk.service.state()).toMatchObject({ online: false, queued: 95 });
    network.cut = false;
    await time.advance(60_000);
    await expectAllArrived(kiosk);
    expect(kiosk.service.state()).toMatchObject({ online: true, queued: 0, oldestAt: null });
  });

  test('an entry committed online goes up at once', async () => {
    const kiosk = await start();
    await time.advance(1000);
    await commit(kiosk, 1);
    await time.advance(100);
    await expectAllArrived(kiosk);
  });

  test('answers that are lost do not make doubles', async () => {
    const kiosk = await start();
    await time.advance(1000);
    network.loseAnswers = true;
    await commit(kiosk, 30);
    await time.advance(1000);
    expect(server.texts(1).length).toBeGreaterThan(0);
    expect(kiosk.service.state().queued).toBe(30);
    network.loseAnswers = false;
    await time.advance(60_000);
    await expectAllArrived(kiosk);
  });

  test('a batch that arrives twice, and late from an ended connection, is taken once', async () => {
    const kiosk = await start();
    await time.advance(1000);
    network.duplicate = true;
    network.extraDelayMs = 500;
    await commit(kiosk, 20);
    await time.advance(100);
    network.breakAll();
    network.duplicate = false;
    network.extraDelayMs = 0;
    await time.advance(60_000);
    await expectAllArrived(kiosk);
  });

  test('a server that is too busy is left alone for as long as it asks', async () => {
    const kiosk = await start();
    await time.advance(1000);
    server.refuseNext.push({ frame: 'push', error: 'slow-down', retryAfterMs: 7000 });
    const before = server.pushes;
    await commit(kiosk, 1);
    await time.advance(6000);
    expect(server.pushes).toBe(before);
    await time.advance(2000);
    await expectAllArrived(kiosk);
  });

  test('a gap in the window is closed from where the server stands', async () => {
    network.cut = true;
    const kiosk = await start();
    await commit(kiosk, 40);
    network.cut = false;
    server.refuseNext.push({ frame: 'push', error: 'slow-down', retryAfterMs: 10 });
    await time.advance(60_000);
    await expectAllArrived(kiosk);
  });

  test('an internal error of the server is tried again, later each time', async () => {
    const kiosk = await start();
    await time.advance(1000);
    for (let n = 0; n < 5; n += 1) server.refuseNext.push({ frame: 'push', error: 'internal' });
    const connects = network.connects;
    await commit(kiosk, 1);
    await time.advance(5000);
    expect(network.connects).toBe(connects + 3);
    await time.advance(60_000);
    await expectAllArrived(kiosk);
    expect(network.connects).toBe(connects + 5);
  });
});

describe('a server that went back in time (S7)', () => {
  test('is caught up from where it stands after a reconnection', async () => {
    const kiosk = await start();
    await commit(kiosk, 50);
    await time.advance(5000);
    await expectAllArrived(kiosk);
    server.forget(1, 20);
    server.restart();
    network.breakAll();
    await time.advance(60_000);
    await expectAllArrived(kiosk);
  });

  test('what it lost is shown as queued again at once, before it is sent', async () => {
    const kiosk = await start();
    await commit(kiosk, 50);
    await time.advance(5000);
    expect(kiosk.service.state().queued).toBe(0);
    server.forget(1, 20);
    server.restart();
    server.refuseNext.push({ frame: 'push', error: 'slow-down', retryAfterMs: 30_000 });
    network.breakAll();
    await time.advance(10_000);
    expect(kiosk.service.state()).toMatchObject({ online: true, queued: 20 });
    await time.advance(60_000);
    await expectAllArrived(kiosk);
  });

  test('is caught up within a connection, when it names a gap', async () => {
    const kiosk = await start();
    await commit(kiosk, 50);
    await time.advance(5000);
    server.forget(1, 20);
    await commit(kiosk, 1, 51);
    await time.advance(5000);
    await expectAllArrived(kiosk);
  });
});

describe('a kiosk that went back in time', () => {
  test('writes no number a second time: the link is refused until it is enrolled anew', async () => {
    const first = await start();
    await commit(first, 5);
    await time.advance(5000);
    first.service.stop();
    const older = await start({ store: new MemoryJournalStore() });
    await time.advance(5000);
    expect(older.service.state()).toMatchObject({ online: false, refusal: 'journal-behind' });
    expect(server.conflicts()).toEqual([]);
    older.service.stop();
    server.enrol(2);
    const anew = await start({ store: older.store, epoch: 2 });
    await commit(anew, 5, 100);
    await time.advance(5000);
    expect(server.texts(2)).toHaveLength(5);
  });

  test('entries of an earlier epoch go up before those of the new one', async () => {
    network.cut = true;
    const before = await start();
    await commit(before, 15);
    before.service.stop();
    server.enrol(2);
    network.cut = false;
    const after = await start({ store: before.store, epoch: 2 });
    await commit(after, 3, 100);
    await time.advance(60_000);
    await expectAllArrived(after, 1);
    await expectAllArrived(after, 2);
  });
});

describe('backing off (S13)', () => {
  test('tries come later and later, not more than the cap apart, and at once when the network returns', async () => {
    network.cut = true;
    const kiosk = await start();
    await time.advance(1000);
    const early = network.connects;
    await time.advance(600_000);
    const tries = network.connects - early;
    expect(tries).toBeGreaterThan(600 / 21);
    expect(tries).toBeLessThan(50);
    network.cut = false;
    kiosk.service.networkUp();
    await time.advance(100);
    expect(kiosk.service.state().online).toBe(true);
  });

  test('a link that is silent but not closed is noticed by the presence that is not answered', async () => {
    const kiosk = await start();
    await time.advance(1000);
    expect(kiosk.service.state().online).toBe(true);
    network.cut = true;
    await time.advance(26_000);
    expect(kiosk.service.state().online).toBe(false);
  });

  test('a disk that cannot be read does not silence the kiosk', async () => {
    const store = new MemoryJournalStore();
    const kiosk = await start({ store });
    await commit(kiosk, 1);
    await time.advance(1000);
    const told = server.presences;
    store.queue = () => Promise.reject(new Error('the disk is gone'));
    store.states = () => Promise.reject(new Error('the disk is gone'));
    await time.advance(60_000);
    expect(kiosk.service.state().online).toBe(true);
    expect(server.presences).toBeGreaterThanOrEqual(told + 5);
  });

  test('a new sealing key is used without a new connection', async () => {
    const kiosk = await start();
    await time.advance(1000);
    expect(kiosk.sealingKids).toEqual(['made-up', 'k1']);
    server.sealingKey = { ...server.sealingKey, kid: 'k2' };
    await time.advance(60_000);
    expect(kiosk.sealingKids).toEqual(['made-up', 'k1', 'k2']);
    expect(network.connects).toBe(1);
  });

  test('a server that does not answer hello is tried again', async () => {
    network.loseAnswers = true;
    const kiosk = await start();
    await time.advance(30_000);
    expect(kiosk.service.state().online).toBe(false);
    network.loseAnswers = false;
    await time.advance(60_000);
    expect(kiosk.service.state().online).toBe(true);
  });
});

describe('refusals', () => {
  test.each([
    'revoked-kiosk',
    'unknown-kiosk',
    'stale-epoch',
    'wrong-signature',
    'protocol-unsupported',
  ] as const)('%s is shown, nothing is lost, and it is asked again a minute later', async (error) => {
    server.refuseNext.push({ frame: 'hello', error });
    const kiosk = await start();
    await commit(kiosk, 2);
    await time.advance(1000);
    expect(kiosk.service.state()).toMatchObject({ online: false, refusal: error, queued: 2 });
    await time.advance(61_000);
    expect(kiosk.service.state()).toMatchObject({ online: true, refusal: null });
    await expectAllArrived(kiosk);
  });
});

describe('the clock', () => {
  test('is measured at the connection and corrected in what is written after it', async () => {
    const kiosk = await start();
    kiosk.clockErrorMs.value = 86_400_000 * 365;
    await time.advance(15_000);
    expect(kiosk.service.state().clockErrorMs).toBe(86_400_000 * 365);
    await commit(kiosk, 1);
    const [entry] = await kiosk.store.read(1, 1, 1, 1000);
    expect(Math.abs((entry?.at ?? 0) - time.now())).toBeLessThan(1000);
    expect(JSON.parse(entry?.text ?? '{}').wall - time.now()).toBe(86_400_000 * 365);
  });
});

describe('many entries', () => {
  test('a backlog of 2,000 goes up in batches within the window', async () => {
    network.cut = true;
    const kiosk = await start();
    await commit(kiosk, 2000);
    network.cut = false;
    await time.advance(60_000);
    await expectAllArrived(kiosk);
    // The first one is small; all others are full.
    expect(server.pushes).toBe(201);
  });
});

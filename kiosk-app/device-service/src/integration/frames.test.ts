import { MAX_FRAME_BYTES } from '@haizhu/shared/xfs/envelope';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceService } from '../service.ts';
import { act } from '../simulation/actions.ts';
import { startOnFreePort } from './harness.fixture.ts';
import { RawClient } from './raw-client.fixture.ts';

const ROOT = '/xfs4iot/v1.0';
const PAGE = 'http://127.0.0.1:8080';

let service: DeviceService;
let clients: RawClient[];
beforeEach(async () => {
  clients = [];
  service = await startOnFreePort({ allowedOrigins: [PAGE] });
});
afterEach(async () => {
  for (const client of clients) client.close();
  await service.close();
});

function connect(path = `${ROOT}/IdReader`, headers: Readonly<Record<string, string>> = {}): RawClient {
  const client = new RawClient(service.port, path, headers);
  clients.push(client);
  return client;
}

async function open(path?: string): Promise<RawClient> {
  const client = connect(path);
  expect(await client.upgraded()).toBe(101);
  return client;
}

/** Whether the service still serves, on a new socket. */
async function stillServes(): Promise<void> {
  const client = await open();
  client.command('Common.Status', 1);
  expect((await client.frame({ type: 'completion', requestId: 1 })).payload).toMatchObject({
    common: { device: 'online' },
  });
}

describe('who may connect', () => {
  it.each([
    ['no page', {}, 101],
    ['the kiosk page', { origin: PAGE }, 101],
    ['another page', { origin: 'https://example.com' }, 403],
    ['a page of another port', { origin: 'http://127.0.0.1:8081' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a foreign name for this machine', { host: 'kiosk.example.com' }, 403],
  ])('%s', async (_, headers, status) => {
    expect(await connect(`${ROOT}/IdReader`, headers).upgraded()).toBe(status);
  });

  it.each(['/', ROOT.slice(0, -1), `${ROOT}/NoSuch`, `${ROOT}/IdReader/x`, `${ROOT}//`])(
    'nobody on path %s',
    async (path) => {
      expect(await connect(path).upgraded()).toBe(404);
      await stillServes();
    },
  );

  it('the publisher names all services', async () => {
    const client = await open(`${ROOT}/`);
    client.command('ServicePublisher.GetServices', 1);
    const { payload } = await client.frame({ type: 'completion', requestId: 1 });
    const uri = (name: string) => ({ serviceURI: `ws://127.0.0.1:${service.port}${ROOT}/${name}` });
    expect(payload['services']).toEqual(['IdReader', 'CardReader', 'CardPrinter', 'ReceiptPrinter'].map(uri));
  });
});

describe('frames that are none', () => {
  it.each([
    ['no JSON', 'hello'],
    ['JSON of another kind', '[1,2]'],
    ['no header', '{}'],
    ['no type', '{"header":{"name":"Common.Status","requestId":5,"version":"2.0"}}'],
    [
      'an endless timeout',
      '{"header":{"name":"Common.Status","type":"command","requestId":5,"version":"2.0","timeout":1e12}}',
    ],
    ['deep nesting', '['.repeat(20_000)],
  ])('%s: answered with invalidMessage, and the same socket goes on', async (_, text) => {
    const client = await open();
    client.send(text);
    expect((await client.frame({ type: 'acknowledge', status: 'invalidMessage' })).header).toBeDefined();
    client.command('Common.Status', 6);
    await client.frame({ type: 'completion', requestId: 6, completionCode: 'success' });
  });

  it('binary ones are answered as well', async () => {
    const client = await open();
    client.send(Buffer.from([0xff, 0x00]));
    await client.frame({ status: 'invalidMessage', requestId: 0 });
  });

  it('any text is answered once and ends nothing', async () => {
    const client = await open();
    const texts = fc.sample(fc.oneof(fc.string(), fc.json()), { numRuns: 200, seed: 7 });
    for (const text of texts) client.send(text);
    client.command('Common.Status', 9);
    await client.frame({ type: 'completion', requestId: 9, completionCode: 'success' });
    expect(client.frames.filter((frame) => frame.header['status'] === 'invalidMessage')).toHaveLength(
      texts.length,
    );
  });

  it('an oversize one ends its own socket, and nothing else', async () => {
    const other = await open();
    const client = await open();
    client.send('x'.repeat(MAX_FRAME_BYTES + 1));
    expect(await client.closed()).toBe(1009);
    other.command('Common.Status', 1);
    await other.frame({ type: 'completion', requestId: 1 });
  });

  it('one of just the longest size is read', async () => {
    const client = await open();
    client.send('x'.repeat(MAX_FRAME_BYTES));
    await client.frame({ status: 'invalidMessage' });
  });
});

describe('commands', () => {
  it('are acknowledged, and end with a code that says what was wrong with them', async () => {
    const client = await open();
    client.command('Nobody.KnowsThis', 1);
    client.command('CardReader.Move', 2, { to: 'exit' });
    client.command('Common.Cancel', 3, { requestIds: ['x'] });
    await client.frame({ type: 'completion', requestId: 1, completionCode: 'invalidCommand' });
    await client.frame({ type: 'completion', requestId: 2, completionCode: 'unsupportedCommand' });
    await client.frame({ type: 'completion', requestId: 3, completionCode: 'invalidData' });
    for (const requestId of [1, 2, 3]) await client.frame({ type: 'acknowledge', requestId });
  });

  it('one at a time moves a device; asking is always possible', async () => {
    const [first, second] = [await open(), await open()];
    first.command('IdReader.Read', 1);
    await first.frame({ type: 'event', name: 'IdReader.PresentCardEvent', requestId: 1 });
    second.command('IdReader.Read', 1);
    await second.frame({ type: 'completion', requestId: 1, completionCode: 'sequenceError' });
    second.command('Common.Status', 2);
    await second.frame({ type: 'completion', requestId: 2, completionCode: 'success' });
  });

  it('that take too long end with timeOut', async () => {
    const client = await open();
    client.command('IdReader.Read', 1, {}, 20);
    await client.frame({ type: 'completion', requestId: 1, completionCode: 'timeOut' });
  });

  it('are canceled by their ids, and by nobody else', async () => {
    const [client, other] = [await open(), await open()];
    client.command('IdReader.Read', 7);
    await client.frame({ type: 'event', requestId: 7 });
    other.command('Common.Cancel', 1, { requestIds: [7] });
    await other.frame({ type: 'completion', requestId: 1 });
    client.command('Common.Status', 8);
    await client.frame({ type: 'completion', requestId: 8 });
    expect(client.frames.some((frame) => frame.header['completionCode'] === 'canceled')).toBe(false);
    client.command('Common.Cancel', 9, { requestIds: [7] });
    await client.frame({ type: 'completion', requestId: 7, completionCode: 'canceled' });
  });

  it('of a client that is gone are canceled, so that the next one can go on', async () => {
    const first = await open();
    first.command('IdReader.Read', 1);
    await first.frame({ type: 'event', requestId: 1 });
    first.close();
    const second = await open();
    await expect
      .poll(async () => {
        const id = second.frames.length + 1;
        second.command('IdReader.Reset', id);
        return (await second.frame({ type: 'completion', requestId: id })).header['completionCode'];
      })
      .toBe('success');
  });

  it('with an id that is still in use are refused', async () => {
    const client = await open();
    client.command('IdReader.Read', 1);
    client.command('IdReader.Read', 1);
    await client.frame({ type: 'acknowledge', requestId: 1, status: 'invalidRequestID' });
  });
});

describe('what a device tells by itself', () => {
  it('is its status, who must act, and its paper', async () => {
    const client = await open(`${ROOT}/ReceiptPrinter`);
    const world = service.simulation?.world;
    if (world === undefined) throw new Error('not simulated');
    world.paper = 'out';
    world.changed();
    const status = await client.frame({ type: 'unsolicited', name: 'Common.StatusChangedEvent' });
    expect(status.payload).toMatchObject({ printer: { paper: { upper: 'out' } } });
    expect((await client.frame({ name: 'Printer.PaperThresholdEvent' })).payload).toEqual({
      paperSource: 'upper',
      threshold: 'out',
    });
    expect((await client.frame({ name: 'Common.ErrorEvent' })).payload).toEqual({
      eventId: 'user',
      action: 'clear',
      vendorDescription: 'receipt-paper-out',
    });
  });

  it('is that a card was taken from the exit', async () => {
    const client = await open(`${ROOT}/CardReader`);
    const world = service.simulation?.world;
    if (world === undefined) throw new Error('not simulated');
    client.command('CardReader.ReadRawData', 1, { chip: true });
    await client.frame({ type: 'event', name: 'CardReader.InsertCardEvent', requestId: 1 });
    act(world, { action: 'insert-permit', person: 'ou-haiming' });
    await client.frame({ type: 'event', name: 'CardReader.MediaInsertedEvent', requestId: 1 });
    await client.frame({ type: 'completion', requestId: 1, completionCode: 'success' });
    client.command('CardReader.Move', 2, { to: 'exit' });
    await client.frame({ type: 'completion', requestId: 2, completionCode: 'success' });
    expect(client.frames.some((frame) => frame.header['name'] === 'CardReader.MediaRemovedEvent')).toBe(
      false,
    );
    act(world, { action: 'take-card' });
    await client.frame({ type: 'unsolicited', name: 'CardReader.MediaRemovedEvent' });
  });
});

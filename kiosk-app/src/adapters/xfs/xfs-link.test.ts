import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeNetwork } from './fake-socket.fixture.ts';
import { XfsLink } from './xfs-link.ts';

const ROOT = '/xfs4iot/v1.0';
const URLS = [`ws://127.0.0.1:5846${ROOT}`, `ws://127.0.0.1:5847${ROOT}`];
const GET = 'ServicePublisher.GetServices';
const ONLINE = { common: { device: 'online' }, idReader: { media: 'notPresent' } };

let net: ReturnType<typeof fakeNetwork>;
let link: XfsLink;
const onChange = vi.fn();
beforeEach(() => {
  onChange.mockClear();
  net = fakeNetwork();
  link = new XfsLink({
    publisherUrls: URLS,
    WebSocket: net.WebSocket,
    timers: net.timers,
    random: () => 0.5,
    onChange,
  });
});

async function publish(...uris: string[]): Promise<void> {
  const publisher = net.socket(ROOT);
  publisher.fire('open');
  publisher.answer(GET, { services: uris.map((serviceURI) => ({ serviceURI })) });
  await net.settle();
}

async function bringUp(name: string, status: Record<string, unknown> = ONLINE): Promise<void> {
  const socket = net.socket(`/${name}`);
  socket.fire('open');
  socket.answer('Common.Capabilities', { common: { simulated: true } });
  await net.settle();
  socket.answer('Common.Status', status);
  await net.settle();
}

describe('link to the device service', () => {
  it('finds the services and learns their status', async () => {
    await publish(`${URLS[0]}/IdReader`);
    expect(link.connected).toBe(true);
    expect(link.view('IdReader')).toEqual({ is: 'unknown' });
    expect(link.view('CardReader')).toEqual({ is: 'missing' });
    await bringUp('IdReader');
    expect(link.view('IdReader')).toEqual({ is: 'up', status: ONLINE, simulated: true });
  });

  it('goes to no other host than the publisher’s', async () => {
    await publish('ws://example.com/xfs4iot/v1.0/IdReader', 'not an address');
    expect(link.view('IdReader')).toEqual({ is: 'missing' });
    expect(net.sockets).toHaveLength(1);
  });

  it('tries the addresses in turn, ever slower up to a limit, until one answers', async () => {
    for (const [i, ms] of [150, 300, 600, 1200, 2400, 3750, 3750].entries()) {
      expect(net.sockets).toHaveLength(i + 1);
      expect(net.socket(ROOT).url).toBe(URLS[i % 2]);
      net.socket(ROOT).fire('error');
      await net.pass(ms - 1);
      expect(net.sockets).toHaveLength(i + 1);
      await net.pass(1);
    }
    await publish(`${URLS[0]}/IdReader`);
    expect(link.connected).toBe(true);
    net.socket(ROOT).fire('close');
    // The patience of before is forgotten once it worked.
    await net.pass(150);
    expect(net.sockets).toHaveLength(10);
  });

  it('takes a publisher that no longer answers for lost', async () => {
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader');
    await net.pass(5000);
    net.socket(ROOT).answer(GET, { services: [] });
    await net.settle();
    expect(link.connected).toBe(true);
    await net.pass(5000 + 4000);
    expect(link.connected).toBe(false);
    expect(net.socket('/IdReader').isClosed).toBe(true);
    expect(link.view('IdReader')).toEqual({ is: 'unknown' });
  });

  it('connects one service again by itself, and asks its status anew', async () => {
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader');
    net.socket('/IdReader').fire('close');
    expect(link.view('IdReader')).toEqual({ is: 'down' });
    expect(link.connected).toBe(true);
    await net.pass(200);
    await bringUp('IdReader', { common: { device: 'offline' } });
    expect(link.view('IdReader')).toMatchObject({ is: 'up', status: { common: { device: 'offline' } } });
  });

  it('closes a service whose status cannot be understood', async () => {
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader', { common: { device: 'dancing' } });
    expect(link.view('IdReader')).toEqual({ is: 'down' });
  });

  it('ends a request as lost when the socket goes, as unreachable when it never was there', async () => {
    expect(await link.request('IdReader', 'IdReader.Read', {})).toMatchObject({ code: 'unreachable' });
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader');
    const reading = link.request('IdReader', 'IdReader.Read', {});
    net.socket('/IdReader').fire('close');
    expect(await reading).toMatchObject({ code: 'lost' });
  });

  it('ends a request that was refused', async () => {
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader');
    const socket = net.socket('/IdReader');
    const reading = link.request('IdReader', 'IdReader.Read', {});
    const { requestId } = socket.sent.at(-1)?.header ?? { requestId: 0 };
    const header = { name: 'IdReader.Read', type: 'acknowledge', requestId, version: '2.0' };
    socket.fire('message', JSON.stringify({ header: { ...header, status: 'tooManyRequests' } }));
    expect(await reading).toMatchObject({ code: 'invalidCommand' });
  });

  it('overlooks what it does not understand', async () => {
    await publish(`${URLS[0]}/IdReader`);
    await bringUp('IdReader');
    const socket = net.socket('/IdReader');
    for (const data of ['', '{}', '[', new ArrayBuffer(2), '{"header":{"type":"unsolicited"}}']) {
      socket.fire('message', data);
    }
    expect(link.view('IdReader').is).toBe('up');
  });

  it('does nothing any more once it is stopped', async () => {
    await publish(`${URLS[0]}/IdReader`);
    link.stop();
    await net.pass(60_000);
    expect(net.sockets.every((socket) => socket.isClosed)).toBe(true);
    expect(net.sockets).toHaveLength(2);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';
import { CoalescedTeller, createConsoleNamespace } from './console-namespace.ts';

let http: TestHttp;
let server: Server;
let url = '';
let connections = 0;
const clients: Socket[] = [];
let stop = () => {};

beforeEach(async () => {
  http = await startTestHttp();
  const listener = createServer();
  server = new Server(listener, { transports: ['websocket'] });
  const { store, events, clock, config } = http.context;
  const namespace = createConsoleNamespace(server, {
    store,
    events,
    clock,
    config,
    onError: (error) => {
      throw error;
    },
    onConnections: (count) => {
      connections = count;
    },
  });
  stop = () => namespace.stop();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  stop();
  await server.close();
  await http.close();
});

function connect(headers: Record<string, string>): Socket {
  const client = io(`${url}/console`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  clients.push(client);
  return client;
}
const refusal = (client: Socket) =>
  new Promise<string>((resolve, reject) => {
    client.on('connect', () => reject(new Error('was let in')));
    client.on('connect_error', ({ message }) => resolve(message));
  });
const connected = (client: Socket) => new Promise<void>((resolve) => client.on('connect', resolve));

test('only staff who are signed in, from our own pages', async () => {
  const { cookie } = await http.signedIn('bureau');
  expect(await refusal(connect({}))).toBe('signed-out');
  expect(await refusal(connect({ cookie: 'console-session=wrong' }))).toBe('signed-out');
  expect(await refusal(connect({ cookie, origin: 'https://evil.example' }))).toBe('foreign-page');
  await connected(connect({ cookie, origin: url }));
  await vi.waitFor(() => expect(connections).toBe(1));
});

test('a one-time password does not open it', async () => {
  const { cookie } = await http.signedIn('bureau');
  await http.store.write((tx) => tx.updateTable('staff').set({ must_change_password: 1 }).execute());
  expect(await refusal(connect({ cookie }))).toBe('signed-out');
});

test('a page is told what has changed', async () => {
  const { cookie } = await http.signedIn('maintenance');
  const client = connect({ cookie });
  await connected(client);
  const told = new Promise<{ topics: string[] }>((resolve) => client.once('changed', resolve));
  http.context.events.emit('changed', new Set(['kiosks', 'faults']));
  expect((await told).topics.sort()).toEqual(['faults', 'kiosks']);
});

test('a page whose connection ends is not counted any more', async () => {
  const { cookie } = await http.signedIn('bureau');
  const client = connect({ cookie });
  await connected(client);
  await vi.waitFor(() => expect(connections).toBe(1));
  client.close();
  await vi.waitFor(() => expect(connections).toBe(0));
});

test('the first change is told at once, those that follow are gathered: at most two in a second', () => {
  vi.useFakeTimers();
  const told: string[][] = [];
  const teller = new CoalescedTeller((topics) => told.push([...topics]));
  teller.add(['kiosks']);
  expect(told).toEqual([['kiosks']]);
  for (let n = 0; n < 100; n += 1) teller.add([n % 2 === 0 ? 'report' : 'faults']);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(500);
  expect(told).toEqual([['kiosks'], ['report', 'faults']]);
  vi.advanceTimersByTime(5000);
  expect(told).toHaveLength(2);
  teller.add(['kiosks']);
  expect(told).toHaveLength(3);
  teller.stop();
  vi.useRealTimers();
});

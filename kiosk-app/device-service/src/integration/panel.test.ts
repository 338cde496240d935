import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPanelClient, type PanelClient } from '../panel-client.ts';
import type { DeviceService } from '../service.ts';
import { startOnFreePort } from './harness.fixture.ts';

let service: DeviceService;
let panel: PanelClient;
let base: string;

async function start(options: Parameters<typeof startOnFreePort>[0] = {}): Promise<void> {
  service = await startOnFreePort(options);
  base = `http://127.0.0.1:${service.port}`;
  panel = createPanelClient(base);
}
beforeEach(() => start());
afterEach(() => service.close());

const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${base}/panel/api/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('panel interface', () => {
  it('puts hands into the world and shows it', async () => {
    await panel.act({ action: 'lay-id-card', person: 'feng-guizhen' });
    await panel.act({ action: 'insert-permit', person: 'feng-guizhen' });
    await panel.act({ action: 'paper', level: 'low' });
    expect(await panel.state()).toMatchObject({
      plate: 'feng-guizhen',
      permit: { person: 'feng-guizhen', position: 'offered' },
      paper: 'low',
    });
    await panel.act({ action: 'restore' });
    expect(await panel.state()).toMatchObject({ plate: null, permit: null, paper: 'full' });
    expect(Object.keys(await panel.buffers())).toHaveLength(4);
  });

  it('says why something cannot be done', async () => {
    const refused = (action: Parameters<PanelClient['act']>[0]) => expect(panel.act(action)).rejects;
    await refused({ action: 'lay-id-card', person: 'nobody' }).toThrow('unknown-person');
    await refused({ action: 'insert-permit', person: 'chan-lokman' }).toThrow('no-permit-card');
    await refused({ action: 'take-card' }).toThrow('no-card-to-take');
    await refused({ action: 'jam', device: 'receipt-printer', when: 'entering' }).toThrow('not-such-a-jam');
    await refused({ action: 'settle-payment', orderId: 'a', result: 'paid' }).toThrow('no-payment-server');
    expect(await panel.payments()).toBeNull();
  });

  it('refuses other bodies, foreign pages and foreign names', async () => {
    expect((await post('{"action":"format-disk"}')).status).toBe(400);
    expect((await post('{')).status).toBe(400);
    expect((await post(`"${'x'.repeat(5000)}"`)).status).toBe(413);
    expect((await post('{"action":"take-card"}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('{"action":"restore"}', { origin: 'https://example.com' })).status).toBe(403);
    expect((await fetch(`${base}/panel/api/nothing`)).status).toBe(404);
    expect((await fetch(`${base}/panel/..%2f..%2fpackage.json`)).status).toBe(404);
    expect((await fetch(`${base}/package.json`)).status).toBe(404);
  });

  it('streams each new state', async () => {
    const stream = await fetch(`${base}/panel/api/events`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () =>
      JSON.parse(((await reader?.read())?.value ?? '').replace('data: ', '')) as object;
    expect(await next()).toMatchObject({ plate: null });
    await panel.act({ action: 'lay-id-card', person: 'lin-yuehe' });
    expect(await next()).toMatchObject({ plate: 'lin-yuehe' });
    await reader?.cancel();
  });

  it('is not there in production', async () => {
    await service.close();
    await start({ simulate: false });
    expect((await fetch(`${base}/panel/`)).status).toBe(404);
    expect((await fetch(`${base}/panel/api/state`)).status).toBe(404);
    expect(service.devices.every((device) => device.status().common.device === 'noDevice')).toBe(true);
  });
});

describe('simulated phone', () => {
  it('shows the open orders of the server and settles them', async () => {
    const orders = [{ orderId: 'order-1', amountFen: 1500, subject: '港澳签注' }];
    const settled: unknown[] = [];
    const server = createServer(async (request, response) => {
      if (request.method === 'GET') return response.end(JSON.stringify(orders));
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      settled.push([request.url, JSON.parse(Buffer.concat(parts).toString())]);
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await service.close();
    await start({ serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect(await panel.payments()).toEqual(orders);
    await panel.act({ action: 'settle-payment', orderId: 'order-1', result: 'paid' });
    expect(settled).toEqual([['/simulated/payments/order-1', { result: 'paid' }]]);
    await new Promise((resolve) => server.close(resolve));
    expect(await panel.payments()).toBeNull();
    await expect(panel.act({ action: 'settle-payment', orderId: 'order-1', result: 'paid' })).rejects.toThrow(
      'payment-refused',
    );
  });
});

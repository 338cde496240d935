import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HttpTestPeer } from '../testing/http-peer.ts';
import { HttpPaymentProvider } from './http-payment-provider.ts';

const ORDER = { orderId: 'P1', amountFen: 1500, subject: '往来港澳通行证签注', expiresAt: 1_800_000_000_000 };

let peer: HttpTestPeer;
let provider: HttpPaymentProvider;
beforeAll(async () => {
  peer = await HttpTestPeer.start();
});
afterAll(() => peer.stop());
beforeEach(() => {
  peer.asked.length = 0;
  provider = new HttpPaymentProvider({ url: peer.url, token: 'secret', timeoutMs: 200 });
});

test('opens an order under its own number, so that opening twice is opening once', async () => {
  peer.answer = () => ({ body: { codeUrl: 'pay://P1' } });
  expect(await provider.open(ORDER)).toEqual({ codeUrl: 'pay://P1' });
  expect(peer.asked).toEqual([
    { method: 'PUT', path: '/orders/P1', authorization: 'Bearer secret', body: ORDER },
  ]);
});

test.each(['open', 'paid', 'declined', 'closed'] as const)('takes the state %s as it is', async (state) => {
  peer.answer = () => ({ body: { state } });
  expect(await provider.state('P1')).toBe(state);
});

test('gives back the whole amount', async () => {
  peer.answer = () => ({ body: { refunded: true } });
  await provider.refund('P1', 1500);
  expect(peer.asked).toMatchObject([{ method: 'PUT', path: '/orders/P1/refund', body: { amountFen: 1500 } }]);
});

describe('anything else is a failure, never taken for a payment or a refund', () => {
  test.each([
    ['an error', () => ({ status: 500, body: { state: 'paid', refunded: true } })],
    ['rubbish', () => ({ text: 'paid' })],
    ['another word', () => ({ body: { state: 'PAID', refunded: 'true' } })],
    ['a refusal', () => ({ body: { refunded: false } })],
    ['silence', () => 'hang' as const],
  ])('%s', async (_, answer) => {
    peer.answer = answer;
    await expect(provider.state('P1')).rejects.toThrow();
    await expect(provider.refund('P1', 1500)).rejects.toThrow();
  });
});

import * as z from 'zod';
import { askJson, type HttpPeer, isPlainText } from '../authority/http-json.ts';
import type { PaymentProvider, PaymentRequest, ProviderState } from './payment-provider.ts';

const openedSchema = z.object({ codeUrl: z.string().min(1).max(2000).refine(isPlainText) });
const stateSchema = z.object({ state: z.enum(['open', 'paid', 'declined', 'closed']) });
const refundSchema = z.object({ refunded: z.literal(true) });

/** A payment provider behind an HTTP interface; see docs/payment-api.md. */
export class HttpPaymentProvider implements PaymentProvider {
  readonly #peer: HttpPeer;

  constructor(peer: HttpPeer) {
    this.#peer = peer;
  }

  open(request: PaymentRequest): Promise<{ readonly codeUrl: string }> {
    return askJson(this.#peer, 'PUT', pathOf(request.orderId), openedSchema, request);
  }

  async state(orderId: string): Promise<ProviderState> {
    return (await askJson(this.#peer, 'GET', pathOf(orderId), stateSchema)).state;
  }

  async refund(orderId: string, amountFen: number): Promise<void> {
    await askJson(this.#peer, 'PUT', `${pathOf(orderId)}/refund`, refundSchema, { amountFen });
  }
}

const pathOf = (orderId: string) => `/orders/${encodeURIComponent(orderId)}`;

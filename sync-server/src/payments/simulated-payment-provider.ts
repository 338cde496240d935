import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { PaymentProvider, PaymentRequest, ProviderState } from './payment-provider.ts';

const orderSchema = z.object({
  orderId: z.string(),
  amountFen: z.number(),
  subject: z.string(),
  expiresAt: z.number(),
  state: z.enum(['open', 'paid', 'declined']),
  refunded: z.boolean(),
});
type Order = z.infer<typeof orderSchema>;

/**
 * Stands in for a payment provider in a run with simulated parts: no money moves. It is a system of its own, with a
 * memory of its own in a file: what was paid before a crash of the server is paid after it.
 */
export class SimulatedPaymentProvider implements PaymentProvider {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #orders: Map<string, Order>;

  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
    const known = existsSync(file) ? z.array(orderSchema).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
    this.#orders = new Map(known.map((order) => [order.orderId, order]));
  }

  async open(request: PaymentRequest): Promise<{ readonly codeUrl: string }> {
    if (!this.#orders.has(request.orderId)) this.#put({ ...request, state: 'open', refunded: false });
    return { codeUrl: `https://simulated-payment.invalid/${request.orderId}` };
  }

  async state(orderId: string): Promise<ProviderState> {
    const order = this.#orders.get(orderId);
    if (order === undefined) return 'closed';
    return order.state === 'open' && order.expiresAt < this.#clock.now() ? 'closed' : order.state;
  }

  async refund(orderId: string, amountFen: number): Promise<void> {
    const order = this.#orders.get(orderId);
    if (order?.state !== 'paid' || order.amountFen !== amountFen) throw new Error('no such payment');
    this.#put({ ...order, refunded: true });
  }

  /** Orders that a simulated phone could pay now. */
  list(): readonly { readonly orderId: string; readonly amountFen: number; readonly subject: string }[] {
    return [...this.#orders.values()]
      .filter((order) => order.state === 'open' && order.expiresAt >= this.#clock.now())
      .map(({ orderId, amountFen, subject }) => ({ orderId, amountFen, subject }));
  }

  /** What the simulated phone does; false when there is no such open order. */
  settle(orderId: string, result: 'paid' | 'failed'): boolean {
    const order = this.#orders.get(orderId);
    if (order?.state !== 'open' || order.expiresAt < this.#clock.now()) return false;
    this.#put({ ...order, state: result === 'paid' ? 'paid' : 'declined' });
    return true;
  }

  /** Orders that were given back; for tests and the fault panel. */
  refunded(): readonly string[] {
    return [...this.#orders.values()].filter((order) => order.refunded).map((order) => order.orderId);
  }

  #put(order: Order): void {
    this.#orders.set(order.orderId, order);
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#orders.values()]));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

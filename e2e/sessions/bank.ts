import type {
  PaymentProvider,
  PaymentRequest,
  ProviderState,
} from '@haizhu/sync-server/payments/payment-provider';

export interface Order extends PaymentRequest {
  state: 'open' | 'paid' | 'declined';
  refundedAt: number | null;
  /** How often money was given back; more than once is one too many. */
  refunds: number;
  paidAt: number | null;
}

/** The payment provider, whose record says who paid what and what went back. */
export class Bank implements PaymentProvider {
  readonly orders = new Map<string, Order>();
  /** Cannot be reached. */
  isAway = false;
  /** Tells the server of a payment by itself; null where that gets lost. */
  notify: ((orderId: string, told: 'paid' | 'declined') => void) | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async open(request: PaymentRequest): Promise<{ readonly codeUrl: string }> {
    this.#reach();
    if (!this.orders.has(request.orderId)) {
      this.orders.set(request.orderId, {
        ...request,
        state: 'open',
        refundedAt: null,
        refunds: 0,
        paidAt: null,
      });
    }
    return { codeUrl: `https://simulated-payment.invalid/${request.orderId}` };
  }

  async state(orderId: string): Promise<ProviderState> {
    this.#reach();
    const order = this.orders.get(orderId);
    if (order === undefined) return 'closed';
    return order.state === 'open' && order.expiresAt < this.#now() ? 'closed' : order.state;
  }

  async refund(orderId: string, amountFen: number): Promise<void> {
    this.#reach();
    const order = this.orders.get(orderId);
    if (order?.state !== 'paid' || order.amountFen !== amountFen) throw new Error('no such payment');
    // The order is the key of the request: asked twice, money goes back once.
    if (order.refundedAt === null) order.refunds += 1;
    order.refundedAt ??= this.#now();
  }

  /** Whether a code can still be paid, or has been paid in the last minutes. */
  owes(): boolean {
    return [...this.orders.values()].some(
      ({ state, expiresAt, paidAt }) =>
        (state === 'open' && expiresAt >= this.#now()) || (paidAt !== null && this.#now() - paidAt < 120_000),
    );
  }

  /** What a phone does with the code; false when it cannot be paid any more. */
  pay(orderId: string, how: 'paid' | 'declined'): boolean {
    const order = this.orders.get(orderId);
    if (order?.state !== 'open' || order.expiresAt < this.#now()) return false;
    order.state = how;
    if (how === 'paid') order.paidAt = this.#now();
    return true;
  }

  #reach(): void {
    if (this.isAway) throw new Error('the provider is away');
  }
}

export interface PaymentRequest {
  /** Also the idempotency key. */
  readonly orderId: string;
  /** Whole fen. */
  readonly amountFen: number;
  /** What the payer reads; nothing personal. */
  readonly subject: string;
  /** The order need not be payable after this, ms since 1970 UTC. */
  readonly expiresAt: number;
}

export type ProviderState = 'open' | 'paid' | 'declined' | 'closed';

/** Who takes the money. A call that rejects will be made again; all are safe to repeat. */
export interface PaymentProvider {
  /** Opens an order; `codeUrl` is the text of the QR code. */
  open(request: PaymentRequest): Promise<{ readonly codeUrl: string }>;
  state(orderId: string): Promise<ProviderState>;
  /** Gives the whole amount back. Resolves when the provider has taken that on. */
  refund(orderId: string, amountFen: number): Promise<void>;
}

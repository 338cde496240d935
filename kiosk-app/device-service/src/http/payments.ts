import * as z from 'zod/mini';
import type { SimulatedPayment } from '../simulation/panel-types.ts';

const paymentsSchema = z.array(
  z.object({ orderId: z.string(), amountFen: z.int().check(z.gte(0)), subject: z.string() }),
);

const ANSWER_MS = 4000;

/** The server's simulated payment provider, as the panel's simulated phone sees it. */
export interface PaymentProxy {
  /** Orders that wait to be paid; null where the server does not answer. */
  open(): Promise<readonly SimulatedPayment[] | null>;
  settle(orderId: string, result: 'paid' | 'failed'): Promise<boolean>;
}

export function createPaymentProxy(serverUrl: string): PaymentProxy {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    try {
      const answer = await fetch(`${serverUrl}/simulated/payments${path}`, {
        signal: AbortSignal.timeout(ANSWER_MS),
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      if (!answer.ok) return null;
      const text = await answer.text();
      return text === '' ? true : JSON.parse(text);
    } catch {
      return null;
    }
  };
  return {
    async open() {
      const read = paymentsSchema.safeParse(await ask(''));
      return read.success ? read.data : null;
    },
    async settle(orderId, result) {
      return (await ask(`/${encodeURIComponent(orderId)}`, { result })) !== null;
    },
  };
}

import { yuan } from '@haizhu/shared/catalogue/fees';
import type { PanelAction } from '../src/panel-client.ts';
import type { Texts } from './texts.ts';
import { usePayments } from './use-panel.ts';

interface Props {
  readonly t: Texts;
  act(action: PanelAction): void;
}

/** The citizen's phone: pays or declines the orders that wait. */
export function Phone({ t, act }: Props) {
  const payments = usePayments();
  return (
    <section aria-labelledby="phone">
      <h2 id="phone">{t.phone}</h2>
      {payments === null || payments.length === 0 ? (
        <p className="muted">{payments === null ? t.noServer : t.noOrders}</p>
      ) : (
        <ul className="orders">
          {payments.map(({ orderId, amountFen, subject }) => (
            <li key={orderId} data-order={orderId}>
              <span>
                <b>
                  {yuan(amountFen)} {t.yuan}
                </b>{' '}
                {subject}
              </span>
              <button
                type="button"
                className="main"
                onClick={() => act({ action: 'settle-payment', orderId, result: 'paid' })}
              >
                {t.pay}
              </button>
              <button
                type="button"
                onClick={() => act({ action: 'settle-payment', orderId, result: 'failed' })}
              >
                {t.decline}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

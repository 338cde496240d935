/**
 * Where each payment order of one application stands, by order id. Orders come and go in any interleaving (a code runs
 * out, another is opened, the first is paid after all), so the word on one order must never be taken for another's.
 */
export type OrderStates = Readonly<Record<string, OrderState>>;

/** `refund-due`: the money is here and goes back. At most one order of an application is `settled`. */
export type OrderState = 'open' | 'abandoned' | 'declined' | 'settled' | 'refund-due' | 'refunded';

/** What an application's payment comes to, over all its orders. */
export type PaymentSummary = 'none' | 'open' | 'settled' | 'declined' | 'refunded';

/** An order may be called like a member that every object has. */
const stateOf = (orders: OrderStates, order: string): OrderState | undefined =>
  Object.hasOwn(orders, order) ? orders[order] : undefined;

const some = (orders: OrderStates, ...states: readonly OrderState[]) =>
  Object.values(orders).some((state) => states.includes(state));

/** Whether money that comes for this order is kept. Otherwise it goes back: given up, paid twice, or nothing was made. */
export function isKept(orders: OrderStates, order: string, production: string): boolean {
  return stateOf(orders, order) !== 'abandoned' && !some(orders, 'settled') && production !== 'failed';
}

export function orderBegun(orders: OrderStates, order: string): OrderStates {
  return stateOf(orders, order) !== undefined ? orders : { ...orders, [order]: 'open' };
}

export function orderAbandoned(orders: OrderStates, order: string): OrderStates {
  switch (stateOf(orders, order)) {
    case undefined:
    case 'open':
      return { ...orders, [order]: 'abandoned' };
    case 'settled':
      return { ...orders, [order]: 'refund-due' };
    case 'abandoned':
    case 'declined':
    case 'refund-due':
    case 'refunded':
      return orders;
  }
}

export function orderDeclined(orders: OrderStates, order: string): OrderStates {
  const state = stateOf(orders, order);
  return state === undefined || state === 'open' ? { ...orders, [order]: 'declined' } : orders;
}

export function orderSettled(orders: OrderStates, order: string, production: string): OrderStates {
  const state = stateOf(orders, order);
  if (state === 'settled' || state === 'refund-due' || state === 'refunded') return orders;
  return { ...orders, [order]: isKept(orders, order, production) ? 'settled' : 'refund-due' };
}

export function orderRefunded(orders: OrderStates, order: string): OrderStates {
  return { ...orders, [order]: 'refunded' };
}

/** The card cannot be made: what is paid goes back, what is still paid will go back. */
export function ordersGivenUp(orders: OrderStates): OrderStates {
  return Object.keys(orders).reduce((all, order) => orderAbandoned(all, order), orders);
}

/** Whether every order that was there has been given up or goes back: nothing may be made for them any more. */
export function isGivenUp(orders: OrderStates): boolean {
  return some(orders, 'abandoned', 'refund-due', 'refunded') && !some(orders, 'open', 'settled');
}

export function paymentSummary(orders: OrderStates): PaymentSummary {
  if (some(orders, 'settled')) return 'settled';
  if (some(orders, 'open')) return 'open';
  // The money is still here.
  if (some(orders, 'refund-due')) return 'settled';
  if (some(orders, 'refunded')) return 'refunded';
  return some(orders, 'declined', 'abandoned') ? 'declined' : 'none';
}

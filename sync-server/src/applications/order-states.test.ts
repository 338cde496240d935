import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isGivenUp,
  isKept,
  type OrderStates,
  orderAbandoned,
  orderBegun,
  orderDeclined,
  orderRefunded,
  orderSettled,
  ordersGivenUp,
  paymentSummary,
} from './order-states.ts';

const of = (orders: OrderStates) => paymentSummary(orders);

test('one order, from its beginning to its payment', () => {
  expect(of({})).toBe('none');
  const begun = orderBegun({}, 'A');
  expect(of(begun)).toBe('open');
  expect(of(orderDeclined(begun, 'A'))).toBe('declined');
  expect(of(orderSettled(begun, 'A', 'none'))).toBe('settled');
});

test('the word on one order is not taken for another’s', () => {
  const both = orderBegun(orderDeclined(orderBegun({}, 'A'), 'A'), 'B');
  expect(of(both)).toBe('open');
  expect(of(orderDeclined(both, 'A'))).toBe('open');
  expect(of(orderAbandoned(both, 'A'))).toBe('open');
});

test('money that comes for an order that was given up goes back and pays for nothing', () => {
  const given = orderBegun(orderAbandoned(orderBegun({}, 'A'), 'A'), 'B');
  expect(isKept(given, 'A', 'none')).toBe(false);
  const late = orderSettled(given, 'A', 'none');
  expect(late).toEqual({ A: 'refund-due', B: 'open' });
  expect(of(late)).toBe('open');
  expect(of(orderRefunded(late, 'A'))).toBe('open');
  expect(of(orderSettled(orderRefunded(late, 'A'), 'B', 'none'))).toBe('settled');
});

test('of two orders that are paid one goes back', () => {
  const paid = orderSettled(orderSettled({ A: 'open', B: 'open' }, 'B', 'none'), 'A', 'none');
  expect(paid).toEqual({ A: 'refund-due', B: 'settled' });
  expect(of(orderRefunded(paid, 'A'))).toBe('settled');
});

test('while the money is here, it is not called given back', () => {
  const due = orderAbandoned({ A: 'settled' }, 'A');
  expect(of(due)).toBe('settled');
  expect(isGivenUp(due)).toBe(true);
  expect(of(orderRefunded(due, 'A'))).toBe('refunded');
});

test('a payment that is told before it was begun, and an order with the name of a member of every object', () => {
  expect(orderBegun(orderSettled({}, 'A', 'none'), 'A')).toEqual({ A: 'settled' });
  expect(orderBegun({}, 'constructor')).toEqual({ constructor: 'open' });
});

test('in any order of events: one payment at most is kept, what is due to go back is never kept again', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const event = fc.oneof(
    fc.tuple(fc.constantFrom('begun', 'abandoned', 'declined', 'settled', 'refunded'), name),
    fc.tuple(fc.constant('failed'), fc.constant('')),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let orders: OrderStates = {};
      let production = 'none';
      const goesBack = new Set<string>();
      for (const [what, order] of events) {
        // The provider gives back only what is due.
        if (what === 'refunded' && orders[order] !== 'refund-due') continue;
        if (what === 'begun') orders = orderBegun(orders, order);
        if (what === 'abandoned') orders = orderAbandoned(orders, order);
        if (what === 'declined') orders = orderDeclined(orders, order);
        if (what === 'settled') orders = orderSettled(orders, order, production);
        if (what === 'refunded') orders = orderRefunded(orders, order);
        if (what === 'failed') {
          production = 'failed';
          orders = ordersGivenUp(orders);
        }
        const states = Object.entries(orders);
        expect(states.filter(([, state]) => state === 'settled').length).toBeLessThanOrEqual(1);
        for (const [id, state] of states) {
          if (state === 'refund-due' || state === 'refunded') goesBack.add(id);
          else expect(goesBack.has(id)).toBe(false);
        }
        if (production === 'failed') expect(states.some(([, state]) => state === 'settled')).toBe(false);
      }
    }),
  );
});

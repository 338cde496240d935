import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import type { DueWorker } from '../due-worker.ts';
import { Ledger } from '../ledger/ledger.ts';
import { addKiosks, START, TestJournal, uuid } from '../ledger/testing.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { paymentReaction } from './payment-reaction.ts';
import { createPaymentWorker } from './payment-worker.ts';
import { openOrder, type PaymentDeps, settle } from './payments.ts';
import { SimulatedPaymentProvider } from './simulated-payment-provider.ts';

describe.each(ENGINES)('payments on %s', (engine) => {
  let db: TestEngine;
  let folder: string;
  let now = START;
  const clock = { now: () => now };
  let provider: SimulatedPaymentProvider;
  let deps: PaymentDeps;
  let ledger: Ledger;
  let worker: DueWorker;
  let failures = 0;
  let run = 0;
  let kiosk: string;
  let id: string;
  let journal: TestJournal;

  beforeAll(async () => {
    db = await openTestEngine(engine);
    folder = await mkdtemp(join(tmpdir(), 'haizhu-payments-'));
    ledger = new Ledger({
      store: db.store,
      events: new DomainEvents(),
      clock,
      reactions: [paymentReaction(clock)],
    });
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** One application that is approved. */
  beforeEach(async () => {
    run += 1;
    now = START + run * 100_000_000;
    failures = 0;
    provider = new SimulatedPaymentProvider(join(folder, `${run}.json`), clock);
    deps = { store: db.store, ledger, provider, clock };
    worker = createPaymentWorker({
      ...deps,
      incidents: { record: () => {} },
      random: () => 0.5,
      log: () => {
        failures += 1;
      },
    });
    kiosk = `PAY-${run}`;
    id = uuid(run);
    await addKiosks(db.store, kiosk);
    journal = new TestJournal(kiosk);
    journal.application(run, START);
    await ledger.ingest([journal.batch(1)]);
    const application = id as never;
    await ledger.record((_, say) =>
      say(
        { kind: 'application.accepted', body: { application, reference: 'R' }, at: now },
        {
          kind: 'application.decided',
          body: { application, outcome: 'approved', reason: null, grants: [] },
          at: now,
        },
      ),
    );
  });

  const row = () =>
    db.store.read.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const orders = () =>
    db.store.read.selectFrom('payment_order').selectAll().where('application_id', '=', id).execute();
  const open = async () => {
    const opened = await openOrder(deps, id, kiosk);
    if (!opened.ok) throw new Error(opened.error);
    return opened.value;
  };
  /** One look of the worker at what is due. */
  const work = async () => {
    worker.start();
    await worker.idle();
    await worker.stop();
  };

  test('an order is opened once, however often it is asked for', async () => {
    const first = await open();
    expect(await open()).toEqual(first);
    expect(first).toMatchObject({ amountFen: 1500 });
    expect(await orders()).toHaveLength(1);
  });

  test('only an approved application of this kiosk is payable', async () => {
    expect(await openOrder(deps, id, 'ANOTHER')).toEqual({ ok: false, error: 'not-found' });
    expect(await openOrder(deps, uuid(999_999), kiosk)).toEqual({ ok: false, error: 'not-found' });
    journal.application(run + 500_000, START);
    await ledger.ingest([journal.batch(2)]);
    expect(await openOrder(deps, uuid(run + 500_000), kiosk)).toEqual({ ok: false, error: 'not-payable' });
  });

  test('a payment that the provider tells only when asked is taken in by asking', async () => {
    const { order } = await open();
    provider.settle(order, 'paid');
    now += 3000;
    await work();
    expect((await row()).payment).toBe('settled');
    expect(await openOrder(deps, id, kiosk)).toEqual({ ok: false, error: 'not-payable' });
  });

  test('the same word told twice counts once', async () => {
    const { order } = await open();
    await settle(deps, order, 'paid');
    await settle(deps, order, 'paid');
    const said = await db.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'payment.settled')
      .execute();
    expect(said.filter((s) => s.text.includes(id))).toHaveLength(1);
  });

  test('declined: another order may be opened', async () => {
    const { order } = await open();
    await settle(deps, order, 'declined');
    const second = await open();
    expect(second.order).not.toBe(order);
  });

  test('given up at the kiosk, paid afterwards: the money goes back by itself, once', async () => {
    const { order } = await open();
    journal.add('payment.begun', { application: id as never, order: order as never, amountFen: 1500 });
    journal.add('payment.abandoned', {
      application: id as never,
      order: order as never,
      reason: 'timed-out',
    });
    await ledger.ingest([journal.batch(2)]);
    provider.settle(order, 'paid');
    now += 3000;
    await work();
    expect((await row()).payment).toBe('refunded');
    expect(provider.refunded()).toEqual([order]);
  });

  test('paid, but the card could not be made: the money goes back, even when the provider fails at first', async () => {
    const { order } = await open();
    provider.settle(order, 'paid');
    await settle(deps, order, 'paid');
    journal.add('card.failed', {
      application: id as never,
      fault: 'card-printer-jam',
      reason: 'device-fault',
    });
    await ledger.ingest([journal.batch(2)]);
    const refund = provider.refund.bind(provider);
    provider.refund = () => Promise.reject(new Error('down'));
    await work();
    expect(failures).toBe(1);
    expect((await row()).payment).toBe('settled');
    provider.refund = refund;
    now += 5000;
    await work();
    expect((await row()).payment).toBe('refunded');
    expect(await orders()).toMatchObject([{ state: 'refunded' }]);
    await work();
    expect(provider.refunded()).toEqual([order]);
  });

  test('a code that nobody pays ends, and a new one can be asked for', async () => {
    const { order } = await open();
    now += 6 * 60_000;
    await work();
    expect(await orders()).toMatchObject([{ id: order, state: 'expired' }]);
    expect((await open()).order).not.toBe(order);
  });

  test('a provider that cannot be reached: said so, and the same order is used when it can', async () => {
    const openThere = provider.open.bind(provider);
    provider.open = () => Promise.reject(new Error('down'));
    expect(await openOrder(deps, id, kiosk)).toEqual({ ok: false, error: 'unavailable' });
    provider.open = openThere;
    await open();
    expect(await orders()).toHaveLength(1);
  });

  const said = (kind: 'payment.begun' | 'payment.abandoned', order: string) =>
    kind === 'payment.begun'
      ? journal.add(kind, { application: id as never, order: order as never, amountFen: 1500 })
      : journal.add(kind, { application: id as never, order: order as never, reason: 'timed-out' });
  /** Orders of which the ledger says that the kiosk gave them up. */
  const givenUp = async () => {
    const entries = await db.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'payment.abandoned')
      .where('set_aside', '=', 0)
      .where('text', 'like', `%${id}%`)
      .execute();
    return entries.map(({ text }) => (JSON.parse(text) as { body: { order: string } }).body.order);
  };
  const cardFailed = () =>
    journal.add('card.failed', { application: id as never, fault: null, reason: 'interrupted' });
  const cardWritten = () => journal.add('card.written', { application: id as never, attempts: 1 });
  /** Pushes what is not pushed yet. */
  const push = async () => {
    const { through } = await db.store.read
      .selectFrom('kiosk_epoch')
      .select('through')
      .where('kiosk_id', '=', kiosk)
      .executeTakeFirstOrThrow();
    const [result] = await ledger.ingest([journal.batch(through + 1)]);
    if (result?.ok !== true) throw new Error('not taken');
    return result.setAside.map((s) => s.reason);
  };

  test('the end of a first code, told late, does not give up the second', async () => {
    const first = await open();
    said('payment.begun', first.order);
    await push();
    now += 5 * 60_000;
    const second = await open();
    expect(second.order).not.toBe(first.order);
    said('payment.abandoned', first.order);
    said('payment.begun', second.order);
    await push();
    provider.settle(second.order, 'paid');
    now += 3000;
    await work();
    expect((await row()).payment).toBe('settled');
    expect(provider.refunded()).toEqual([]);
  });

  test('two codes that are both paid: one is kept, the other goes back', async () => {
    const first = await open();
    now += 5 * 60_000 - 5000;
    const second = await open();
    provider.settle(first.order, 'paid');
    provider.settle(second.order, 'paid');
    now += 3000;
    await work();
    await work();
    expect((await row()).payment).toBe('settled');
    expect(provider.refunded()).toHaveLength(1);
    expect((await orders()).map((o) => o.state).sort()).toEqual(['refunded', 'settled']);
  });

  test('a late payment of a first code does not pay for the second', async () => {
    const first = await open();
    said('payment.begun', first.order);
    said('payment.abandoned', first.order);
    await push();
    const second = await open();
    said('payment.begun', second.order);
    await push();
    await settle(deps, first.order, 'paid');
    expect((await row()).payment).toBe('open');
  });

  test('a card that is made is never paid back, whatever a kiosk says afterwards', async () => {
    const { order } = await open();
    said('payment.begun', order);
    provider.settle(order, 'paid');
    await settle(deps, order, 'paid');
    cardWritten();
    cardFailed();
    said('payment.abandoned', order);
    expect(await push()).toEqual(['contradiction', 'contradiction']);
    now += 3000;
    await work();
    expect(await row()).toMatchObject({ payment: 'settled', production: 'written' });
    expect(provider.refunded()).toEqual([]);
  });

  test('what goes back is not made any more', async () => {
    const { order } = await open();
    provider.settle(order, 'paid');
    await settle(deps, order, 'paid');
    cardFailed();
    cardWritten();
    expect(await push()).toEqual(['contradiction']);
    await work();
    expect(await row()).toMatchObject({ payment: 'refunded', production: 'failed' });
  });

  test('a server that was restored learns of an order from the journal and asks the provider', async () => {
    const { order } = await open();
    provider.settle(order, 'paid');
    await db.store.write((tx) => tx.deleteFrom('payment_order').execute());
    said('payment.begun', order);
    await push();
    await work();
    expect((await row()).payment).toBe('settled');
  });

  test('in any interleaving: one payment at most is kept, and never together with a card that was not made', async () => {
    let k = 0;
    const step = fc.constantFrom(
      'open',
      'begin',
      'abandon',
      'pay',
      'decline',
      'write',
      'fail',
      'push',
      'work',
      'wait',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.nat(5)), { minLength: 3, maxLength: 25 }),
        async (steps) => {
          k += 1;
          id = uuid(run * 1_000_000 + k);
          journal.application(run * 1_000_000 + k, START);
          await push();
          const application = id as never;
          await ledger.record((_, say) =>
            say(
              { kind: 'application.accepted', body: { application, reference: 'R' }, at: now },
              {
                kind: 'application.decided',
                body: { application, outcome: 'approved', reason: null, grants: [] },
                at: now,
              },
            ),
          );
          const opened: string[] = [];
          const paid = new Set<string>();
          for (const [what, pick] of steps) {
            const order = opened[pick % Math.max(1, opened.length)];
            if (what === 'open') {
              const made = await openOrder(deps, id, kiosk);
              if (made.ok && !opened.includes(made.value.order)) opened.push(made.value.order);
            } else if (what === 'push') await push();
            else if (what === 'work') await work();
            else if (what === 'wait') now += 3 * 60_000;
            else if (what === 'write') cardWritten();
            else if (what === 'fail') cardFailed();
            else if (order === undefined) continue;
            else if (what === 'begin') said('payment.begun', order);
            else if (what === 'abandon') said('payment.abandoned', order);
            else if (what === 'pay' && provider.settle(order, 'paid')) paid.add(order);
            else if (what === 'decline') provider.settle(order, 'failed');
          }
          await push();
          // Everything due is done.
          for (let round = 0; round < 4; round += 1) {
            now += 20_000;
            await work();
          }
          const { payment, production } = await row();
          const refunded = new Set(provider.refunded());
          const kept = [...paid].filter((order) => !refunded.has(order));
          expect(kept.length).toBeLessThanOrEqual(1);
          if (kept.length === 1) expect(payment).toBe('settled');
          else expect(payment).not.toBe('settled');
          if (production === 'failed') expect(kept).toEqual([]);
          for (const order of await givenUp()) expect(kept).not.toContain(order);
          if (production === 'written') expect(payment).not.toBe('refunded');
        },
      ),
      { numRuns: engine === 'sqlite' ? 120 : 40 },
    );
  });

  test('what was paid before the provider was started again is paid after it', async () => {
    const { order } = await open();
    provider.settle(order, 'paid');
    const again = new SimulatedPaymentProvider(join(folder, `${run}.json`), clock);
    expect(await again.state(order)).toBe('paid');
  });
});

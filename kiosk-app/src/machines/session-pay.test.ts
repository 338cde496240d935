import { err, ok } from '@haizhu/shared/result';
import { describe, expect, it } from 'vitest';
import { SessionStage, upTo } from '../testing/session-stage.ts';
import { SESSION_LIMITS } from './session-types.ts';

async function toResult(stage: SessionStage): Promise<void> {
  await stage.happens(() => stage.devices.takeCard());
  await stage.happens(() => stage.devices.finishReceipt());
}

describe('an order', () => {
  it('is in the journal before its code is shown', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    expect(stage.journal.of('payment.begun')).toMatchObject([{ order: 'P1', amountFen: 1500 }]);
  });

  it('that cannot be noted is never shown', async () => {
    const stage = new SessionStage({ refused: 'payment.begun' });
    await upTo(stage, 'pay');
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'not-paid' });
  });

  it('of another amount than the one that was shown is never shown', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    stage.link.payAnswers.push(ok(stage.order(1, { amountFen: 3000 })));
    await stage.happens(() => stage.link.say(stage.approved()));
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'not-paid', reason: 'interrupted' });
    expect(stage.journal.kinds).not.toContain('payment.begun');
  });

  it('is asked for again while the server cannot open it', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    stage.link.payAnswers.push(err('refused'), err('slow-down'), ok(stage.order(7)));
    await stage.happens(() => stage.link.say(stage.approved()));
    await stage.wait(2000);
    expect(stage.shown).toEqual({ screen: 'deciding', state: 'approved' });
    await stage.wait(2000);
    expect(stage.shown).toMatchObject({ screen: 'pay', codeUrl: 'pay:7' });
  });

  it('that never opens sends to the counter, with nothing to give up', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.happens(() => stage.link.say(stage.approved()));
    for (let tries = 1; tries < 10; tries += 1) await stage.wait(2000);
    await toResult(stage);
    expect(stage.shown).toMatchObject({ result: 'not-paid', reason: 'interrupted' });
    expect(stage.journal.kinds).not.toContain('payment.abandoned');
  });
});

describe('a payment', () => {
  it('that is declined can be tried again with a new order, and the word on the old one counts no more', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    stage.link.payAnswers.push(ok(stage.order(2)));
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'declined' })));
    expect(stage.shown).toMatchObject({ screen: 'pay', codeUrl: 'pay:2', problem: 'declined' });
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'declined' })));
    expect(stage.shown).toMatchObject({ screen: 'pay', codeUrl: 'pay:2' });
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'open' })));
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'settled' })));
    expect(stage.screen).toBe('producing');
    expect(stage.journal.kinds).not.toContain('payment.abandoned');
  });

  it('that is declined three times is for the counter', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    for (const next of [2, 3]) {
      stage.link.payAnswers.push(ok(stage.order(next)));
      await stage.happens(() => stage.link.say(stage.approved({ payment: 'declined' })));
      await stage.happens(() => stage.link.say(stage.approved({ payment: 'open' })));
    }
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'declined' })));
    await toResult(stage);
    expect(stage.shown).toMatchObject({ result: 'not-paid', reason: 'declined', card: 'returned' });
    expect(stage.journal.of('payment.abandoned')).toMatchObject([{ order: 'P3', reason: 'declined' }]);
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ states: 'call-staff' }]);
  });

  it.each([
    ['is given up by the citizen', 'canceled', (s: SessionStage) => s.do({ type: 'EXIT' })],
    ['takes too long', 'timed-out', (s: SessionStage) => s.wait(180_000)],
    [
      'loses the link',
      'link-lost',
      async (s: SessionStage) => {
        await s.happens(() => s.link.set({ online: false }));
        await s.wait(20_000);
      },
    ],
    [
      'loses the printer',
      'interrupted',
      (s: SessionStage) => s.happens(() => s.actor.send({ type: 'FAULTS', faults: ['card-printer-jam'] })),
    ],
  ] as const)('that %s is given up as %s, and the application stands', async (_, reason, act) => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    await act(stage);
    await toResult(stage);
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result: 'not-paid',
      reason,
      code: expect.any(String),
    });
    expect(stage.journal.of('payment.abandoned')).toMatchObject([{ order: 'P1', reason }]);
    expect(await stage.journal.unfinished()).toMatchObject({ obligations: [] });
  });

  it.each([
    ['the visit, where the order is payable for longer', 300_000, 180_000],
    ['the order, where it ends before the visit', 65_000, 60_000],
  ])('shows the time there really is: that of %s', async (_, orderMs, shownMs) => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    stage.link.payAnswers.push(ok(stage.order(1, { expiresAt: stage.now() + orderMs })));
    await stage.happens(() => stage.link.say(stage.approved()));
    expect(stage.shown).toMatchObject({ screen: 'pay', expiresAt: stage.now() + shownMs });
    await stage.wait(shownMs - 1);
    expect(stage.screen).toBe('pay');
    await stage.wait(1);
    expect(stage.screen).not.toBe('pay');
  });

  it('cannot be begun in the last seconds of its order', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    stage.link.payAnswers.push(ok(stage.order(1, { expiresAt: stage.now() + 65_000 })));
    await stage.happens(() => stage.link.say(stage.approved()));
    expect(stage.screen).toBe('pay');
    await stage.wait(60_000);
    expect(stage.journal.of('payment.abandoned')).toMatchObject([{ reason: 'timed-out' }]);
  });

  it('whose end cannot be noted is left to the kiosk to note', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    stage.journal.refuse('payment.abandoned');
    await stage.do({ type: 'EXIT' });
    await toResult(stage);
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.actor.getSnapshot().output?.pending).toMatchObject([
      { kind: 'payment.abandoned', body: { order: 'P1', reason: 'canceled' } },
    ]);
  });

  it('does not ask whether anybody is there while a phone is in their hand', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    await stage.wait(100_000);
    expect(stage.view).toMatchObject({ now: { screen: 'pay' }, idleWarning: null });
  });
});

describe('an order and the clock', () => {
  it('it is not thrown away by a clock of which nobody knows whether it is right', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    stage.clock.known = { trust: 'wrong', doubt: 'jumped' };
    stage.link.payAnswers.push(ok(stage.order(1, { expiresAt: stage.now() - 86_400_000 })));
    await stage.happens(() => stage.link.say(stage.approved()));
    expect(stage.shown).toMatchObject({
      screen: 'pay',
      expiresAt: stage.clock.monotonic() + SESSION_LIMITS.payMs,
    });
    await stage.wait(SESSION_LIMITS.payMs - 1);
    expect(stage.screen).toBe('pay');
    await stage.wait(1);
    expect(stage.screen).toBe('take-card');
  });
});

import { describe, expect, it } from 'vitest';
import { SessionStage, upTo } from '../testing/session-stage.ts';

/** Goes on from where the card comes back to the slip in the hand. */
async function toResult(stage: SessionStage): Promise<void> {
  await stage.happens(() => stage.devices.takeCard());
  await stage.happens(() => stage.devices.finishReceipt());
}

describe("waiting for the server's word", () => {
  it('says each word as it comes, and none before', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    expect(stage.shown).toEqual({ screen: 'deciding', state: 'stored' });
    for (const state of ['received', 'accepted'] as const) {
      await stage.happens(() => stage.link.say(stage.status({ state })));
      expect(stage.shown).toEqual({ screen: 'deciding', state });
    }
  });

  it.each([
    ['not-accepted', 'counter-only'],
    ['refused', null],
  ] as const)('tells %s with no more reason than the server gives', async (state, reason) => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.happens(() => stage.link.say(stage.status({ state, reason })));
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: state, reason, card: 'returned' });
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ states: state }]);
    expect(stage.journal.kinds).not.toContain('payment.begun');
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: state }]);
  });

  it.each([
    [null, 'stored'],
    ['received', 'undecided'],
    ['accepted', 'undecided'],
  ] as const)('after %s and too long a time sends home with a code, saying %s', async (state, result) => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    if (state !== null) await stage.happens(() => stage.link.say(stage.status({ state })));
    await stage.wait(90_000);
    await toResult(stage);
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result,
      code: expect.any(String),
      card: 'returned',
    });
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ states: 'stored' }]);
  });

  it('becomes the offline case when the link stays away, and only then', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.happens(() => stage.link.set({ online: false }));
    await stage.wait(19_000);
    await stage.happens(() => stage.link.set({ online: true }));
    await stage.wait(19_000);
    expect(stage.screen).toBe('deciding');
    await stage.happens(() => stage.link.set({ online: false }));
    await stage.wait(20_000);
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'stored' });
  });

  it('need not be sat out: who leaves gets the code', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.do({ type: 'EXIT' });
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'stored', code: expect.any(String) });
  });

  it('takes no money when the printer broke meanwhile', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.happens(() => stage.actor.send({ type: 'FAULTS', faults: ['card-printer-offline'] }));
    await toResult(stage);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'stored' });
    expect(stage.link.orders).toBe(0);
  });

  it('does not take money for nothing: an approval without a grant is for the counter', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    await stage.happens(() => stage.link.say(stage.approved({ grants: [] })));
    await toResult(stage);
    expect(stage.shown).toMatchObject({ result: 'not-paid', reason: 'not-payable' });
    expect(stage.link.orders).toBe(0);
  });

  it('stops listening once the card goes back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    expect(stage.link.watchedApplications).toHaveLength(1);
    await stage.do({ type: 'EXIT' });
    expect(stage.link.watchedApplications).toHaveLength(0);
  });
});

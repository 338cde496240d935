import { describe, expect, it } from 'vitest';
import { SessionStage, settled, upTo } from '../testing/session-stage.ts';

describe('the straight way', () => {
  it('ends with a card that carries what was granted, back in the hand, and nothing of the citizen left', async () => {
    const stage = new SessionStage();
    await settled();
    expect(stage.shown).toEqual({ screen: 'place-id-card', problem: null });
    await upTo(stage, 'pay');
    expect(stage.shown).toMatchObject({ screen: 'pay', amountFen: 1500, codeUrl: 'pay:1' });
    await stage.happens(() => stage.link.say(stage.approved({ payment: 'settled' })));
    expect(stage.shown).toEqual({ screen: 'producing', phase: 'writing' });
    await stage.happens(() => stage.devices.finishPrint());
    expect(stage.shown).toEqual({ screen: 'producing', phase: 'checking' });
    await stage.happens(() => stage.devices.finishReadBack());
    expect(stage.shown).toEqual({ screen: 'take-card', deadline: stage.now() + 30_000 });
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result: 'completed',
      receipt: 'printing',
      card: 'returned',
    });
    await stage.happens(() => stage.devices.finishReceipt());
    expect(stage.shown).toMatchObject({ receipt: 'printed', feeFen: 1500 });
    await stage.do({ type: 'NEXT' });
    await stage.do({ type: 'RATE', score: 5 });
    expect(stage.screen).toBe('leaving');
    await stage.happens(() => stage.devices.finishWipe());

    expect(stage.screen).toBe('farewell');
    await stage.wait(4000);
    expect(stage.actor.getSnapshot().output).toEqual({ pending: [], wiped: true, idCardLies: false });
    expect(stage.journal.kinds).toEqual([
      'session.started',
      'application.submitted',
      'payment.begun',
      'card.writing',
      'card.written',
      'card.returned',
      'receipt.issued',
      'rating.given',
      'session.ended',
    ]);
    expect(stage.journal.of('session.ended')[0]).toMatchObject({ outcome: 'completed', lastStep: 'rate' });
    expect(stage.devices).toMatchObject({ card: 'outside', buffered: false });
  });
});

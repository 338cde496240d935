import { describe, expect, it } from 'vitest';
import { SessionStage, upTo } from '../testing/session-stage.ts';

const OTHER = {
  place: 'MAC',
  group: 'G',
  entries: 1,
  validFrom: '2026-11-23',
  validUntil: '2027-02-22',
  number: 'SIM-MA8',
} as const;

async function end(stage: SessionStage): Promise<void> {
  await stage.happens(() => stage.devices.finishReceipt());
  await stage.do({ type: 'EXIT' });
  await stage.happens(() => stage.devices.finishWipe());
  expect(stage.isOver).toBe(true);
}

describe('a card in the printer', () => {
  it('is not touched before the journal knows it', async () => {
    const stage = new SessionStage({ refused: 'card.writing' });
    await upTo(stage, 'producing');
    expect(stage.devices.calls).not.toContain('printEndorsements');
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result: 'refund',
      reason: 'not-begun',
      card: 'returned',
    });
    expect(stage.journal.of('card.failed')).toMatchObject([{ reason: 'not-begun' }]);
    await end(stage);
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'failed' }]);
  });

  it('that reads back wrong is printed once more', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() => stage.devices.finishPrint());
    await stage.happens(() => stage.devices.finishReadBack([OTHER]));
    expect(stage.shown).toEqual({ screen: 'producing', phase: 'writing' });
    await stage.happens(() => stage.devices.finishPrint());
    await stage.happens(() => stage.devices.finishReadBack());
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ result: 'completed' });
    expect(stage.journal.of('card.written')).toMatchObject([{ attempts: 2 }]);
  });

  it('that reads back wrong twice is kept, and the money goes back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    for (const _ of [1, 2]) {
      await stage.happens(() => stage.devices.finishPrint());
      await stage.happens(() => stage.devices.finishReadBack([OTHER]));
    }
    expect(stage.devices.waiting).toEqual(['retainPermitCard']);
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'refund', reason: 'verify-mismatch', card: 'retained' });
    expect(stage.journal.of('card.failed')).toMatchObject([{ reason: 'verify-mismatch', fault: null }]);
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'retained' }]);
    expect(JSON.stringify(stage.devices.receipts)).toContain('退回 15 元');
    await end(stage);
    expect(stage.devices.calls.filter((call) => call === 'printEndorsements')).toHaveLength(2);
  });

  it('that was printed and cannot be read back at all is kept: it may carry what is paid back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    for (const _ of [1, 2]) {
      await stage.happens(() => stage.devices.finishPrint());
      await stage.happens(() =>
        stage.devices.fail('readBackEndorsements', 'card-printer', null, 'unreadable'),
      );
    }
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'retained' });
  });

  it('is looked at although the printer reported an error: what is printed right is written', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() => stage.devices.fail('printEndorsements', 'card-printer'));
    await stage.happens(() => stage.devices.finishReadBack());
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ result: 'completed' });
  });

  it('that jams there stays there, with a refund and an honest slip', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    const jam = ['card-printer', 'card-printer-jam'] as const;
    await stage.happens(() => stage.devices.fail('printEndorsements', ...jam));
    await stage.happens(() => stage.devices.fail('readBackEndorsements', ...jam));
    await stage.happens(() => stage.devices.fail('returnPermitCard', ...jam));
    await stage.happens(() => stage.devices.fail('retainPermitCard', ...jam));
    expect(stage.shown).toMatchObject({ result: 'refund', reason: 'device-fault', card: 'stuck' });
    expect(stage.journal.of('card.failed')).toMatchObject([
      { fault: 'card-printer-jam', reason: 'device-fault' },
    ]);
    expect(JSON.stringify(stage.devices.receipts)).toContain('请找工作人员取出');
    await end(stage);
    expect(stage.actor.getSnapshot().output).toMatchObject({ cardInside: true });
  });

  it('that was printed and then lost sight of is kept: it may carry what is paid back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() => stage.devices.finishPrint());
    await stage.happens(() =>
      stage.devices.fail('readBackEndorsements', 'card-printer', 'card-printer-offline'),
    );
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'retained' });
    expect(stage.journal.of('card.failed')).toMatchObject([{ fault: 'card-printer-offline' }]);
  });

  it('that is written and not taken is kept, and the slip says where it is', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'take-card');
    await stage.happens(() => stage.devices.leaveCard());
    expect(stage.shown).toMatchObject({ result: 'completed', card: 'retained' });
    expect(JSON.stringify(stage.devices.receipts)).toContain('收存在机器内');
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'retained' }]);
  });

  it('that is written, and whose entry cannot be stored, is left to the kiosk to note', async () => {
    const stage = new SessionStage({ refused: 'card.written' });
    await upTo(stage, 'result');
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.actor.getSnapshot().output?.pending).toMatchObject([{ kind: 'card.written' }]);
  });
});

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
    await stage.cannotKeep(...jam);
    expect(stage.shown).toMatchObject({ result: 'refund', reason: 'device-fault', card: 'stuck' });
    expect(stage.journal.of('card.failed')).toMatchObject([
      { fault: 'card-printer-jam', reason: 'device-fault' },
    ]);
    expect(JSON.stringify(stage.devices.receipts)).toContain('请找工作人员取出');
    await end(stage);
    expect(stage.devices.calls).not.toContain('returnPermitCard');
    expect(stage.journal.kinds.indexOf('card.keeping')).toBeLessThan(
      stage.journal.kinds.indexOf('card.failed'),
    );
  });

  it('that was printed and then lost sight of is kept: it may carry what is paid back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() => stage.devices.finishPrint());
    await away(stage);
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'retained' });
    expect(stage.journal.of('card.failed')).toMatchObject([{ fault: 'card-printer-offline' }]);
    expect(stage.journal.of('card.keeping')).toMatchObject([{ reason: 'doubtful' }]);
  });

  it('of which nobody knows whether it was printed is kept, whatever the command said', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() =>
      stage.devices.fail('printEndorsements', 'device-service', 'device-service-lost'),
    );
    await away(stage);
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'retained' });
    expect(stage.devices.calls).not.toContain('returnPermitCard');
  });

  it('that a printer that was away for a moment had printed is written', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() =>
      stage.devices.fail('printEndorsements', 'device-service', 'device-service-lost'),
    );
    await stage.happens(() =>
      stage.devices.fail('readBackEndorsements', 'device-service', 'device-service-lost'),
    );
    await stage.wait(2000);
    await stage.happens(() => stage.devices.finishReadBack());
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ result: 'completed', card: 'returned' });
  });

  it('that no command ever reached is given back with the refund', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.happens(() => stage.devices.neverBegins('printEndorsements'));
    for (let look = 0; stage.devices.waiting.includes('readBackEndorsements'); look += 1) {
      await stage.happens(() => stage.devices.neverBegins('readBackEndorsements'));
      await stage.wait(2000);
      expect(look).toBeLessThan(20);
    }
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'returned' });
  });

  it('that is written and not taken is drawn back, then kept, and the slip says where it is', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'take-card');
    await stage.happens(() => stage.devices.leaveCard());
    expect(stage.devices.card).toBe('inside');
    expect(stage.journal.of('card.keeping')).toMatchObject([{ reason: 'not-taken' }]);
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toMatchObject({ result: 'completed', card: 'retained' });
    expect(JSON.stringify(stage.devices.receipts)).toContain('收存在机器内');
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'retained' }]);
  });

  it('that is written is not given out before the journal has it', async () => {
    const stage = new SessionStage({ refused: 'card.written' });
    await upTo(stage, 'take-card');
    expect(stage.screen).toBe('producing');
    stage.journal.refused.clear();
    await stage.wait(2000);
    expect(stage.screen).toBe('take-card');
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ result: 'completed' });
  });

  it('that is written, and whose entry is refused for long, waits inside for the kiosk to note it', async () => {
    const stage = new SessionStage({ refused: 'card.written' });
    await upTo(stage, 'take-card');
    for (let second = 0; second < 40; second += 1) await stage.wait(1000);
    expect(stage.shown).toEqual({ screen: 'card-left', card: 'stuck' });
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.actor.getSnapshot().output?.pending).toMatchObject([{ kind: 'card.written' }]);
    expect(stage.devices).toMatchObject({ card: 'inside' });
    expect(stage.devices.calls).not.toContain('returnPermitCard');
  });

  it('that cannot be said to be kept stays where it is, and its refund waits for that word', async () => {
    const stage = new SessionStage({ refused: 'card.keeping' });
    await upTo(stage, 'producing');
    for (const _ of [1, 2]) {
      await stage.happens(() => stage.devices.finishPrint());
      await stage.happens(() => stage.devices.finishReadBack([OTHER]));
    }
    expect(stage.shown).toMatchObject({ result: 'refund', card: 'stuck' });
    expect(stage.journal.kinds).not.toContain('card.failed');
    expect(stage.devices.calls).not.toContain('retainPermitCard');
    await end(stage);
    expect(stage.actor.getSnapshot().output?.pending).toMatchObject([
      { kind: 'card.keeping' },
      { kind: 'card.failed' },
    ]);
  });
});

/** The printer does not answer, for as long as it is asked. */
async function away(stage: SessionStage): Promise<void> {
  for (let look = 0; stage.devices.waiting.includes('readBackEndorsements'); look += 1) {
    await stage.happens(() =>
      stage.devices.fail('readBackEndorsements', 'card-printer', 'card-printer-offline'),
    );
    await stage.wait(2000);
    expect(look).toBeLessThan(20);
  }
}

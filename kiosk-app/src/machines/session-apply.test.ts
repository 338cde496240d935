import { describe, expect, it } from 'vitest';
import { HONG_KONG_TWICE, MACAO_ONCE, person, SessionStage, upTo } from '../testing/session-stage.ts';

describe('choosing', () => {
  it('shows the person masked, and the fee as soon as something is chosen', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    const { idCard } = person('lin-yuehe');
    expect(stage.shown).toMatchObject({ screen: 'choose', group: 'G', choices: {}, fee: null });
    expect(JSON.stringify(stage.shown)).not.toContain(idCard.idNumber);
    await stage.do({ type: 'CHOOSE', place: 'MAC', choice: MACAO_ONCE });
    expect(stage.shown).toMatchObject({ fee: { totalFen: 1500 } });
    await stage.do({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE });
    expect(stage.shown).toMatchObject({ fee: { totalFen: 4500 } });
    await stage.do({ type: 'CHOOSE', place: 'MAC', choice: null });
    expect(stage.shown).toMatchObject({ choices: { HKG: HONG_KONG_TWICE }, fee: { totalFen: 3000 } });
  });

  it('keeps validity and entries when the group changes', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    await stage.do({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE });
    await stage.do({ type: 'CHOOSE_GROUP', group: 'L' });
    expect(stage.shown).toMatchObject({ group: 'L', choices: { HKG: { ...HONG_KONG_TWICE, group: 'L' } } });
    await stage.do({ type: 'CHOOSE', place: 'MAC', choice: MACAO_ONCE });
    expect(stage.shown).toMatchObject({ choices: { MAC: { ...MACAO_ONCE, group: 'L' } } });
  });

  it('takes nothing that is not in the catalogue, and goes on with nothing', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    await stage.do({ type: 'CHOOSE', place: 'MAC', choice: { ...MACAO_ONCE, entries: 2 } });
    await stage.do({ type: 'CHOOSE', place: 'MAC', choice: HONG_KONG_TWICE });
    expect(stage.shown).toMatchObject({ choices: {} });
    await stage.do({ type: 'NEXT' });
    expect(stage.screen).toBe('choose');
  });

  it('can be changed from the review', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'review');
    expect(stage.shown).toMatchObject({ choices: [MACAO_ONCE], fee: { totalFen: 1500 }, online: true });
    await stage.do({ type: 'BACK' });
    expect(stage.shown).toMatchObject({ screen: 'choose', choices: { MAC: MACAO_ONCE } });
  });
});

describe('confirming', () => {
  it('offline takes the application in, and says no more than that it is stored', async () => {
    const stage = new SessionStage({ online: false });
    await upTo(stage, 'review');
    expect(stage.shown).toMatchObject({ online: false });
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    await stage.happens(() => stage.devices.finishReceipt());
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result: 'stored',
      receipt: 'printed',
      card: 'returned',
    });
    expect(stage.shown).toMatchObject({
      code: expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/),
    });
    expect(stage.journal.of('application.submitted')).toMatchObject([{ mode: 'intake', feeFen: 1500 }]);
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ how: 'printed', states: 'stored' }]);
    expect(JSON.stringify(stage.devices.receipts)).toContain('还没有送到公安机关');
    expect(JSON.stringify(stage.devices.receipts)).not.toContain('已缴费');
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'intake' }]);
  });

  it('looks at the link at that moment, not at the one of the review', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'review');
    await stage.happens(() => stage.link.set({ online: false }));
    expect(stage.shown).toMatchObject({ online: false });
    await stage.do({ type: 'CONFIRM' });
    expect(stage.journal.of('application.submitted')).toMatchObject([{ mode: 'intake' }]);
  });

  it('seals the person to the journal and forgets them', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'deciding');
    const { idCard } = person('lin-yuehe');
    expect(stage.journal.drafts[1]).toMatchObject({
      personal: { idNumber: idCard.idNumber, name: idCard.name },
    });
    expect(JSON.stringify(stage.journal.drafts[1]?.body)).not.toContain(idCard.name);
    expect(stage.context.personal).toEqual({ idCard: null, permit: null });
  });

  it('that cannot be stored says that nothing was stored, and gives no code', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'review');
    stage.journal.refuse('application.submitted');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({
      screen: 'result',
      result: 'not-stored',
      code: null,
      card: 'returned',
    });
    expect(stage.devices.receipts).toEqual([]);
    await stage.do({ type: 'NEXT' });
    expect(stage.screen).toBe('leaving');
    expect(stage.journal.kinds).not.toContain('application.submitted');
  });

  it('takes nothing in on a kiosk that the server has closed', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'review');
    await stage.happens(() => stage.link.set({ online: false, refusal: 'revoked-kiosk' }));
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.screen).toBe('device-trouble');
    expect(stage.journal.kinds).not.toContain('application.submitted');
  });

  it('needs a session that could be opened', async () => {
    const stage = new SessionStage({ refused: 'session.started' });
    await stage.wait(0);
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'not-stored' });
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.kinds).toEqual([]);
  });
});

describe('a slip', () => {
  it('that cannot be printed stays on the screen', async () => {
    const stage = new SessionStage({ online: false });
    await upTo(stage, 'review');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    await stage.happens(() => stage.devices.fail('printReceipt', 'receipt-printer', 'receipt-paper-out'));
    expect(stage.shown).toMatchObject({ result: 'stored', receipt: 'shown' });
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ how: 'shown', states: 'stored' }]);
  });

  it('a touch on "done" while it is printed counts once it is out', async () => {
    const stage = new SessionStage({ online: false });
    await upTo(stage, 'review');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    await stage.do({ type: 'NEXT' });
    expect(stage.shown).toMatchObject({ receipt: 'printing' });
    await stage.happens(() => stage.devices.finishReceipt());
    expect(stage.screen).toBe('rate');
  });

  it('a touch on "done" does not take the code away when no paper comes', async () => {
    const stage = new SessionStage({ online: false });
    await upTo(stage, 'review');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    await stage.do({ type: 'NEXT' });
    await stage.wait(20_000);
    expect(stage.shown).toMatchObject({ screen: 'result', receipt: 'shown' });
    await stage.do({ type: 'NEXT' });
    expect(stage.screen).toBe('rate');
  });

  it('that does not come out in time stays on the screen', async () => {
    const stage = new SessionStage({ online: false });
    await upTo(stage, 'review');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    await stage.wait(20_000);
    expect(stage.shown).toMatchObject({ receipt: 'shown' });
    expect(stage.journal.of('receipt.issued')).toHaveLength(1);
  });

  it('is in the language of the visit and names nobody', async () => {
    const stage = new SessionStage({ online: false, language: 'en' });
    await upTo(stage, 'review');
    await stage.do({ type: 'CONFIRM' });
    await stage.happens(() => stage.devices.takeCard());
    const printed = JSON.stringify(stage.devices.receipts);
    expect(printed).toContain('not reached the bureau');
    expect(printed).toContain('Macao, individual travel, 3 months, one entry');
    const { idCard, permitCard } = person('lin-yuehe');
    for (const secret of [idCard.name, idCard.idNumber, permitCard.number])
      expect(printed).not.toContain(secret);
  });
});

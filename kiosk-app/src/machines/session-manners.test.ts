import { describe, expect, it } from 'vitest';
import { KioskStage } from '../testing/kiosk-stage.ts';
import { person, SessionStage, settled, upTo } from '../testing/session-stage.ts';
import { SESSION_LIMITS } from './session-types.ts';

const START = { type: 'START', service: 'endorsement', language: 'zh' } as const;
const LOOK_UP = { type: 'START', service: 'check', language: 'zh' } as const;

describe('an ID card that is left on the reader', () => {
  async function leaving(): Promise<KioskStage> {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    await kiosk.happens(() => kiosk.devices.layIdCard(person('lin-yuehe').idCard));
    kiosk.devices.idCard = 'here';
    await kiosk.do({ type: 'EXIT' });
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.screen).toBe('session:take-id-card');
    return kiosk;
  }

  it('is asked to be taken, after everything of the visit is wiped; taken, the visit ends with a farewell', async () => {
    const kiosk = await leaving();
    expect(kiosk.journal.of('session.ended')).toHaveLength(1);
    kiosk.devices.idCard = 'none';
    await kiosk.wait(1000);
    expect(kiosk.screen).toBe('session:farewell');
    await kiosk.wait(SESSION_LIMITS.farewellMs);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', idCardLies: false });
  });

  it('that nobody takes is told to the next citizen, who is not stuck: lifted and laid again it is read', async () => {
    const kiosk = await leaving();
    await kiosk.wait(SESSION_LIMITS.takeIdCardMs);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', idCardLies: true });
    await kiosk.do(START);
    expect(kiosk.shown).toMatchObject({
      view: { now: { screen: 'place-id-card', problem: 'left-behind' } },
    });
    expect(kiosk.devices.waiting).not.toContain('readIdCard');
    kiosk.devices.idCard = 'none';
    await kiosk.wait(1000);
    expect(kiosk.shown).toMatchObject({ view: { now: { screen: 'place-id-card', problem: null } } });
    await kiosk.happens(() => kiosk.devices.layIdCard(person('lin-yuehe').idCard));
    expect(kiosk.screen).toBe('session:insert-permit');
  });

  it('is no longer told of once somebody took it, and one that is laid from then on is read at once', async () => {
    const kiosk = await leaving();
    await kiosk.wait(SESSION_LIMITS.takeIdCardMs);
    kiosk.devices.idCard = 'none';
    await kiosk.wait(2000);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', idCardLies: false });
    // Laid in the moment in which the screen is touched.
    kiosk.devices.idCard = 'here';
    await kiosk.do(START);
    expect(kiosk.devices.waiting).toContain('readIdCard');
  });

  it('of which the reader cannot tell stops nobody', async () => {
    const kiosk = new KioskStage();
    kiosk.devices.idCard = 'unknown';
    await kiosk.open();
    await kiosk.do(START);
    expect(kiosk.devices.waiting).toContain('readIdCard');
    await kiosk.do({ type: 'EXIT' });
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.screen).toBe('session:farewell');
  });
});

describe('a payment', () => {
  it('is covered while the network is away, and offered again when it is back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'pay');
    expect(stage.shown).toMatchObject({ screen: 'pay', isPayable: true });
    await stage.happens(() => stage.link.set({ online: false }));
    expect(stage.shown).toMatchObject({ screen: 'pay', isPayable: false });
    await stage.wait(SESSION_LIMITS.linkGraceMs - 1000);
    await stage.happens(() => stage.link.set({ online: true }));
    expect(stage.shown).toMatchObject({ screen: 'pay', isPayable: true });
  });
});

/** An application that was taken in without a network, the card taken, while its slip is printed. */
async function storedOffline(): Promise<SessionStage> {
  const stage = new SessionStage({ online: false });
  await upTo(stage, 'review');
  await stage.do({ type: 'CONFIRM' });
  await stage.happens(() => stage.devices.takeCard());
  return stage;
}

describe('a check code that is on no paper', () => {
  it('stays on the screen for minutes, and stands in the question as well', async () => {
    const stage = await storedOffline();
    await stage.happens(() => stage.devices.fail('printReceipt', 'receipt-printer', 'receipt-paper-out'));
    expect(stage.shown).toMatchObject({ screen: 'result', result: 'stored', receipt: 'shown' });
    await stage.wait(SESSION_LIMITS.codeMs - 1000);
    expect(stage.view.idleWarning).toBeNull();
    await stage.wait(1000);
    const { shown } = stage;
    expect(stage.view.idleWarning?.code).toBe(shown.screen === 'result' ? shown.code : '');
    await stage.do({ type: 'STILL_HERE' });
    expect(stage.view.idleWarning).toBeNull();
  });
});

describe('a slip that was sent to a printer that never answers', () => {
  it('is not called printed: the code stays, and the journal says that it was shown', async () => {
    const stage = await storedOffline();
    await stage.happens(() => stage.devices.fail('printReceipt', 'receipt-printer', null, 'unconfirmed'));
    expect(stage.shown).toMatchObject({ screen: 'result', receipt: 'sent' });
    expect(stage.journal.of('receipt.issued')).toMatchObject([{ how: 'shown' }]);
    await stage.wait(SESSION_LIMITS.codeMs - 1000);
    expect(stage.view.idleWarning).toBeNull();
  });
});

describe('what a citizen sets', () => {
  it('reaches everything after it: the slip is in the language of the end', async () => {
    const stage = new SessionStage({ language: 'en' });
    await upTo(stage, 'take-card');
    await stage.do({ type: 'SET_LANGUAGE', language: 'zh' });
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.devices.receipts.at(-1)?.[0]?.text).toBe('签注已办好');
  });

  it('doubles every time of the visit for who wants more of it, at any moment', async () => {
    const slow = new SessionStage({ slow: true });
    await settled();
    await slow.wait(2 * SESSION_LIMITS.idleMs - 1000);
    expect(slow.view.idleWarning).toBeNull();
    await slow.wait(1000);
    const deadline = slow.clock.monotonic() + 2 * SESSION_LIMITS.warningMs;
    expect(slow.view.idleWarning?.deadline).toBe(deadline);
    const quick = new SessionStage({ language: 'en' });
    await upTo(quick, 'choose');
    await quick.do({ type: 'SET_LANGUAGE', language: 'zh' });
    expect(quick.context.language).toBe('zh');
    const late = new SessionStage();
    await upTo(late, 'choose');
    await late.do({ type: 'SET_PACE', slow: true });
    await late.do({ type: 'EXIT' });
    expect(late.shown).toEqual({
      screen: 'take-card',
      deadline: late.clock.monotonic() + 2 * SESSION_LIMITS.takeCardMs,
    });
  });
});

describe('looking an application up', () => {
  it('goes on while a device is broken, where the server can be asked, and touches no card', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.happens(() => kiosk.devices.setFaults('card-reader-jam'));
    await kiosk.wait(1000);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', lookUp: true });
    kiosk.devices.card = 'inside';
    const calls = kiosk.devices.calls.length;
    await kiosk.do(LOOK_UP);
    for (const sign of '7KM2Q9TA4XHB') await kiosk.do({ type: 'TYPE', sign });
    await kiosk.do({ type: 'EXIT' });
    await kiosk.wait(SESSION_LIMITS.farewellMs);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service' });
    expect(kiosk.devices.calls.slice(calls)).toEqual([]);
    expect(kiosk.devices.card).toBe('inside');
    await kiosk.happens(() => kiosk.link.set({ online: false }));
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', lookUp: false });
  });
});

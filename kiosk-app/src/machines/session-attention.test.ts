import { describe, expect, it } from 'vitest';
import { MACAO_ONCE, SessionStage, settled, upTo } from '../testing/session-stage.ts';

describe('a citizen who does nothing', () => {
  it('is asked after a minute, and wiped 20 s later with the card given back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    await stage.wait(59_999);
    expect(stage.view.idleWarning).toBeNull();
    await stage.wait(1);
    expect(stage.view).toMatchObject({
      now: { screen: 'choose' },
      idleWarning: { deadline: stage.now() + 20_000 },
    });
    await stage.wait(20_000);
    expect(stage.screen).toBe('take-card');
    expect(stage.view.idleWarning).toBeNull();
    await stage.happens(() => stage.devices.leaveCard());
    await stage.happens(() => stage.devices.keepCard());
    // Who may stand there still reads where the card is; who it was is forgotten already.
    expect(stage.shown).toEqual({ screen: 'card-left', card: 'retained' });
    expect(stage.context.personal).toEqual({ idCard: null, permit: null });
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'timed-out', lastStep: 'choose' }]);
    expect(stage.devices.card).toBe('bin');
  });

  it('can go on as often as they like', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    for (let times = 0; times < 12; times += 1) {
      await stage.wait(60_000);
      expect(stage.view.idleWarning).not.toBeNull();
      await stage.wait(19_000);
      await stage.do({ type: 'STILL_HERE' });
      expect(stage.view).toMatchObject({ now: { screen: 'choose' }, idleWarning: null });
    }
  });

  it.each([{ type: 'TOUCHED' }, { type: 'CHOOSE', place: 'MAC', choice: MACAO_ONCE }] as const)(
    'and then does $type has another minute',
    async (action) => {
      const stage = new SessionStage();
      await upTo(stage, 'choose');
      await stage.wait(50_000);
      await stage.do(action);
      await stage.wait(59_000);
      expect(stage.view.idleWarning).toBeNull();
    },
  );

  it('has another minute after each card', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.wait(50_000);
    await upTo(stage, 'insert-permit');
    await stage.wait(59_000);
    expect(stage.view).toMatchObject({ now: { screen: 'insert-permit' }, idleWarning: null });
  });

  it('is not kept alive by a reader that gives up and starts anew', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.wait(30_000);
    await stage.happens(() => stage.devices.fail('readIdCard', 'id-reader', null, 'timed-out'));
    await stage.wait(30_000);
    expect(stage.view.idleWarning).not.toBeNull();
  });

  it('is asked sooner on a last screen, where the next one waits', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'result');
    await stage.wait(30_000);
    expect(stage.view).toMatchObject({ now: { screen: 'result' }, idleWarning: expect.anything() });
    await stage.wait(20_000);
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'completed' }]);
    expect(stage.journal.kinds).not.toContain('rating.given');
  });

  it('is not asked while the machine works', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'producing');
    await stage.wait(600_000);
    expect(stage.view).toMatchObject({ now: { screen: 'producing' }, idleWarning: null });
  });
});

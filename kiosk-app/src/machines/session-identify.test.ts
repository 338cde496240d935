import { describe, expect, it } from 'vitest';
import { person, SessionStage, settled, upTo } from '../testing/session-stage.ts';

/** Ends a visit whose last words are said, and gives how it is counted. */
async function ended(stage: SessionStage): Promise<string | undefined> {
  await stage.do({ type: 'EXIT' });
  await stage.happens(() => stage.devices.finishWipe());
  expect(stage.isOver).toBe(true);
  return stage.journal.of('session.ended')[0]?.outcome;
}

describe('an ID card', () => {
  it.each([
    ['tan-xiaoyu', 'under-age'],
    ['chan-lokman', 'not-a-resident-card'],
  ] as const)('of %s is declined as %s, before any permit card is asked for', async (id, reason) => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.devices.layIdCard(person(id).idCard));
    expect(stage.shown).toEqual({ screen: 'declined', reason, card: 'none' });
    expect(stage.devices.calls).not.toContain('acceptPermitCard');
    expect(await ended(stage)).toBe('declined');
  });

  it('that the reader knows to be of another kind is declined', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.devices.fail('readIdCard', 'id-reader', null, 'not-a-resident-card'));
    expect(stage.shown).toEqual({ screen: 'declined', reason: 'not-a-resident-card', card: 'none' });
  });

  it('that is past its validity is for the counter', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() =>
      stage.devices.layIdCard({ ...person('lin-yuehe').idCard, validUntil: '2026-11-22' }),
    );
    expect(stage.shown).toMatchObject({ screen: 'declined', reason: 'counter-only' });
  });

  it('that cannot be read is read again after a moment', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.devices.fail('readIdCard', 'id-reader', null, 'unreadable'));
    expect(stage.shown).toEqual({ screen: 'place-id-card', problem: 'unreadable' });
    expect(stage.devices.waiting).toEqual([]);
    await stage.wait(2000);
    await stage.happens(() => stage.devices.layIdCard(person('lin-yuehe').idCard));
    expect(stage.shown).toEqual({ screen: 'insert-permit', problem: null });
  });

  it('is asked for again when the reader gave up waiting, without a word', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.devices.fail('readIdCard', 'id-reader', null, 'timed-out'));
    expect(stage.shown).toEqual({ screen: 'place-id-card', problem: null });
    await stage.wait(2000);
    expect(stage.devices.waiting).toEqual(['readIdCard']);
  });
});

describe('a permit card', () => {
  it.each([
    ['he-ruiting', 'permit-expired'],
    ['luo-tianmei', 'not-the-same-person'],
  ] as const)('of %s is given back and declined as %s', async (id, reason) => {
    const stage = new SessionStage();
    const who = person(id);
    await settled();
    await stage.happens(() => stage.devices.layIdCard(who.idCard));
    await stage.happens(() => stage.devices.insertPermit(who.permitCard));
    expect(stage.screen).toBe('take-card');
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toEqual({ screen: 'declined', reason, card: 'returned' });
    expect(await ended(stage)).toBe('declined');
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'taken' }]);
    expect(stage.journal.kinds).not.toContain('application.submitted');
  });

  it('that cannot be read is given back and asked for again, and after three times is for the counter', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    for (const _ of [1, 2]) {
      await stage.happens(() => stage.devices.insertUnreadable());
      expect(stage.screen).toBe('take-card');
      await stage.happens(() => stage.devices.takeCard());
      expect(stage.shown).toEqual({ screen: 'insert-permit', problem: 'unreadable' });
    }
    await stage.happens(() => stage.devices.insertUnreadable());
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toEqual({ screen: 'declined', reason: 'counter-only', card: 'returned' });
  });

  it('that is unreadable and never taken is kept, and the citizen is told so', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    await stage.happens(() => stage.devices.insertUnreadable());
    await stage.happens(() => stage.devices.leaveCard());
    await stage.happens(() => stage.devices.keepCard());
    expect(stage.shown).toEqual({ screen: 'declined', reason: 'counter-only', card: 'retained' });
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'retained' }]);
  });
});

describe('leaving', () => {
  it('before any card ends the visit at once', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.do({ type: 'EXIT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.isOver).toBe(true);
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'abandoned', lastStep: 'identify' }]);
    expect(stage.devices.waiting).toEqual([]);
  });

  it.each(['choose', 'review'] as const)('at %s gives the card back first', async (where) => {
    const stage = new SessionStage();
    await upTo(stage, where);
    await stage.do({ type: 'EXIT' });
    expect(stage.screen).toBe('take-card');
    await stage.happens(() => stage.devices.takeCard());
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'abandoned', lastStep: where }]);
    expect(stage.devices.card).toBe('outside');
  });

  it('while a card is being drawn in still gives that card back', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    // The motor has it already: the command ends as canceled and the card is inside.
    stage.devices.card = 'inside';
    await stage.do({ type: 'EXIT' });
    expect(stage.devices.waiting).toEqual(['returnPermitCard']);
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'taken' }]);
  });

  it('says nothing of a card where none was put in', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    await stage.do({ type: 'EXIT' });
    expect(stage.devices.calls).not.toContain('returnPermitCard');
    expect(stage.journal.kinds).not.toContain('card.returned');
  });
});

describe('a fault before anything is stored', () => {
  it('of the ID reader stops a visit that needs it', async () => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.actor.send({ type: 'FAULTS', faults: ['id-reader-offline'] }));
    expect(stage.shown).toEqual({ screen: 'device-trouble', card: 'none' });
    expect(await ended(stage)).toBe('failed');
  });

  it('of the ID reader does not disturb who has been read', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'choose');
    await stage.happens(() => stage.actor.send({ type: 'FAULTS', faults: ['id-reader-offline'] }));
    expect(stage.screen).toBe('choose');
  });

  it.each(['choose', 'review'] as const)('of the printer at %s gives the card back', async (where) => {
    const stage = new SessionStage();
    await upTo(stage, where);
    await stage.happens(() => stage.actor.send({ type: 'FAULTS', faults: ['card-printer-offline'] }));
    expect(stage.screen).toBe('take-card');
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toEqual({ screen: 'device-trouble', card: 'returned' });
  });

  it('that jams the card on its way in leaves it stuck, and says so', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    stage.devices.card = 'inside';
    await stage.happens(() => stage.devices.fail('acceptPermitCard', 'card-reader', 'card-reader-jam'));
    await stage.happens(() => stage.devices.failInside('returnPermitCard', 'card-reader', 'card-reader-jam'));
    await stage.cannotKeep('card-reader', 'card-reader-jam');
    expect(stage.shown).toEqual({ screen: 'device-trouble', card: 'stuck' });
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'stuck' }]);
    await stage.do({ type: 'NEXT' });
    await stage.happens(() => stage.devices.finishWipe());
    expect(stage.card.known()).not.toBe('none');
  });

  it('of a device service that is lost says that nobody knows of a card', async () => {
    const stage = new SessionStage();
    await upTo(stage, 'insert-permit');
    stage.devices.mute = true;
    await stage.happens(() =>
      stage.devices.fail('acceptPermitCard', 'device-service', 'device-service-lost'),
    );
    for (let second = 0; second < 20; second += 1) await stage.wait(1000);
    expect(stage.shown).toEqual({ screen: 'device-trouble', card: 'unknown' });
    expect(stage.journal.of('card.returned')).toMatchObject([{ how: 'unknown' }]);
    await stage.do({ type: 'NEXT' });
    await stage.happens(() => stage.devices.fail('wipe', 'device-service', 'device-service-lost'));
    expect(stage.actor.getSnapshot().output).toMatchObject({ pending: [], wiped: false });
    expect(stage.card.known()).toBe('unknown');
  });
});

describe('a name', () => {
  const { idCard, permitCard } = person('lin-yuehe');

  it.each([
    ['written with another dot', '阿依木·古丽', '阿依木•古丽', 'choose'],
    ['with a sign in private use', '林\ue863', '林䶮', 'choose'],
    ['cut by the chip', '阿不都热合曼买买提艾力江吐逊·', '阿不都热合曼买买提艾力江吐逊·伊明', 'choose'],
    ['that only people can judge', '林\ue123', '林䶮', 'name-written-otherwise'],
    ['of another, that sounds alike', '王小明', '王晓明', 'not-the-same-person'],
  ])('%s', async (_, onIdCard, onPermit, end) => {
    const stage = new SessionStage();
    await settled();
    await stage.happens(() => stage.devices.layIdCard({ ...idCard, name: onIdCard }));
    await stage.happens(() => stage.devices.insertPermit({ ...permitCard, name: onPermit }));
    if (end === 'choose') {
      expect(stage.screen).toBe('choose');
      return;
    }
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toEqual({ screen: 'declined', reason: end, card: 'returned' });
  });
});

describe('a ground that hangs on the date', () => {
  const { idCard, permitCard } = person('lin-yuehe');

  it.each([
    ['of the identity card: under 16', { birthDate: '2013-05-06' }, {}],
    ['of the identity card: expired', { validUntil: '2026-11-22' }, {}],
    ['of the permit: expired', {}, { expiry: '2026-11-22' }],
  ])('%s is named only where the server has told the time', async (_, id, permit) => {
    const grounds: string[] = [];
    for (const trust of ['right', 'plausible'] as const) {
      const stage = new SessionStage();
      stage.clock.known = { trust };
      await settled();
      await stage.happens(() => stage.devices.layIdCard({ ...idCard, ...id }));
      if (stage.screen === 'insert-permit') {
        await stage.happens(() => stage.devices.insertPermit({ ...permitCard, ...permit }));
        await stage.happens(() => stage.devices.takeCard());
      }
      const { shown } = stage;
      grounds.push(shown.screen === 'declined' ? shown.reason : shown.screen);
    }
    expect(grounds[0]).not.toBe('date-unknown');
    expect(grounds[1]).toBe('date-unknown');
  });

  it('is none where the card is fine on every day that it may be', async () => {
    const stage = new SessionStage();
    stage.clock.known = { trust: 'wrong', doubt: 'jumped' };
    stage.clock.alsoPossible = [stage.now() + 86_400_000];
    await settled();
    await stage.happens(() => stage.devices.layIdCard(idCard));
    expect(stage.screen).toBe('insert-permit');
    stage.clock.alsoPossible = [Date.parse('2035-01-01T00:00:00Z')];
    await stage.happens(() => stage.devices.insertPermit(permitCard));
    await stage.happens(() => stage.devices.takeCard());
    expect(stage.shown).toMatchObject({ screen: 'declined', reason: 'date-unknown' });
  });
});

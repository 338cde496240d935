import type { EntryBody, KioskKind } from '@haizhu/shared/journal/kinds';
import { applicationStatusSchema } from '@haizhu/shared/sync/protocol';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../ports/journal.ts';
import { KioskStage } from '../testing/kiosk-stage.ts';
import { person } from '../testing/session-stage.ts';

const SESSION = '01932f4a-0000-7000-8000-00000000000a';
const APPLICATION = '01932f4a-0000-7000-8000-00000000000b';
const GRANT = {
  place: 'MAC',
  group: 'G',
  entries: 1,
  validFrom: '2026-11-23',
  validUntil: '2027-02-22',
  number: 'SIM-MAC',
} as const;

const entry = <K extends KioskKind>(kind: K, body: Record<keyof EntryBody<K>, unknown>) =>
  ({ kind, body }) as unknown as Draft;
const STARTED = entry('session.started', { session: SESSION, language: 'zh' });
const PAYING = entry('payment.begun', { application: APPLICATION, order: 'P1', amountFen: 1500 });
const WRITING = entry('card.writing', { application: APPLICATION });

/** A kiosk whose program was killed right after these entries. */
async function killedAfter(...past: readonly Draft[]): Promise<KioskStage> {
  const kiosk = new KioskStage();
  for (const draft of past) await kiosk.journal.commit(draft);
  return kiosk;
}

const approved = applicationStatusSchema.parse({
  application: APPLICATION,
  state: 'approved',
  reason: null,
  grants: [GRANT],
  payment: 'settled',
  production: 'writing',
  submittedDay: '2026-11-23',
});

async function isAllResolved(kiosk: KioskStage): Promise<void> {
  expect(await kiosk.journal.unfinished()).toEqual({ sessions: [], obligations: [], faults: [] });
  expect(kiosk.screen).toBe('attract');
}

describe('after a crash', () => {
  it('a visit that had only begun is ended, and its card given back to who still stands there', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    expect(kiosk.shown).toEqual({ screen: 'recovering', takeCardUntil: kiosk.now() + 30_000 });
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ session: SESSION, how: 'taken' }]);
    expect(kiosk.journal.of('session.ended')).toMatchObject([{ session: SESSION, outcome: 'interrupted' }]);
    await isAllResolved(kiosk);
  });

  it('hours later the card is kept for its owner, and never offered', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    kiosk.timers.increment(3_600_000);
    await kiosk.start();
    await kiosk.clean();
    expect(kiosk.devices.calls).not.toContain('returnPermitCard');
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ session: SESSION, how: 'retained' }]);
    await isAllResolved(kiosk);
  });

  it('a payment that had begun is given up, so that what was paid goes back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING);
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('payment.abandoned')).toEqual([
      { application: APPLICATION, order: 'P1', reason: 'interrupted' },
    ]);
    expect(kiosk.journal.kinds).not.toContain('card.failed');
    await isAllResolved(kiosk);
  });

  it('a card that carries what was granted is written, and given back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.devices.card = 'inside';
    kiosk.devices.printed = [GRANT];
    await kiosk.start();
    await kiosk.happens(() => kiosk.link.say(approved));
    await kiosk.happens(() => kiosk.devices.finishReadBack());
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('card.written')).toMatchObject([{ application: APPLICATION }]);
    expect(kiosk.journal.kinds).not.toContain('card.failed');
    await isAllResolved(kiosk);
  });

  it('a card with something else on it is kept, and the money goes back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await kiosk.happens(() => kiosk.link.say(approved));
    await kiosk.happens(() => kiosk.devices.finishReadBack([{ ...GRANT, number: 'SIM-MA8' }]));
    await kiosk.clean();
    expect(kiosk.devices.calls).not.toContain('returnPermitCard');
    expect(kiosk.journal.of('card.failed')).toMatchObject([{ reason: 'interrupted' }]);
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ how: 'retained' }]);
    await isAllResolved(kiosk);
  });

  it('with nobody to say what was granted the money goes back: the server is waited for, but not for long', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.link.set({ online: false });
    await kiosk.start();
    expect(kiosk.devices.calls).toEqual([]);
    await kiosk.wait(15_000);
    await kiosk.happens(() => kiosk.devices.fail('readBackEndorsements', 'card-printer'));
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('card.failed')).toMatchObject([{ reason: 'interrupted' }]);
    await isAllResolved(kiosk);
  });

  it('money is not held back by a device that is away; the kiosk stays closed until it is cleared', async () => {
    const kiosk = await killedAfter(STARTED, PAYING);
    kiosk.devices.tell([
      { device: 'device-service', online: false, faults: ['device-service-lost'], simulated: false },
    ]);
    await kiosk.start();
    await kiosk.wait(3000);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', faults: ['device-service-lost'] });
    await kiosk.wait(27_000);
    const lost = ['device-service', 'device-service-lost'] as const;
    expect(kiosk.journal.kinds).toContain('payment.abandoned');
    await kiosk.happens(() => kiosk.devices.fail('returnPermitCard', ...lost));
    await kiosk.happens(() => kiosk.devices.fail('retainPermitCard', ...lost));
    await kiosk.happens(() => kiosk.devices.fail('wipe', ...lost));
    expect(kiosk.screen).toBe('out-of-service');
    await kiosk.happens(() => kiosk.devices.setFaults());
    await kiosk.wait(5000);
    await kiosk.clean();
    expect(kiosk.screen).toBe('attract');
  });
});

describe('after a visit', () => {
  const START = { type: 'START', service: 'endorsement', language: 'zh' } as const;

  it('that could not be written down, nobody is let in until it is', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    kiosk.journal.refuse('session.ended', 4);
    await kiosk.do({ type: 'EXIT' });
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.shown).toMatchObject({ screen: 'stopped', refused: true });
    await kiosk.wait(5000);
    await kiosk.clean();
    expect(kiosk.journal.of('session.ended')).toMatchObject([{ outcome: 'abandoned' }]);
    // And until more than that has found room.
    expect(kiosk.screen).toBe('stopped');
    await kiosk.wait(5000);
    await isAllResolved(kiosk);
  });

  it('whose buffers could not be cleared, nobody is let in until they are', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    await kiosk.happens(() => kiosk.devices.layIdCard(person('lin-yuehe').idCard));
    await kiosk.do({ type: 'EXIT' });
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.fail('wipe', 'id-reader', 'id-reader-offline'));
    expect(kiosk.screen).not.toBe('attract');
    expect(kiosk.devices.buffered).toBe(true);
    await kiosk.clean();
    expect(kiosk.screen).toBe('attract');
    expect(kiosk.devices.buffered).toBe(false);
  });

  it('that left a card stuck, the slot is cleared before the next citizen could get it', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    const who = person('lin-yuehe');
    await kiosk.happens(() => kiosk.devices.layIdCard(who.idCard));
    await kiosk.happens(() => kiosk.devices.insertPermit(who.permitCard));
    await kiosk.do({ type: 'EXIT' });
    const away = ['card-reader', 'card-reader-offline'] as const;
    await kiosk.happens(() => kiosk.devices.fail('returnPermitCard', ...away));
    await kiosk.happens(() => kiosk.devices.fail('retainPermitCard', ...away));
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ how: 'stuck' }]);
    expect(kiosk.devices.waiting).toEqual(['retainPermitCard']);
    await kiosk.clean();
    expect(kiosk.devices.card).toBe('bin');
    expect(kiosk.screen).toBe('attract');
  });

  it('that crashed, what it left is settled like after a power cut', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    kiosk.devices.readIdCard = () => Promise.reject(new Error('a bug'));
    await kiosk.do(START);
    expect(kiosk.screen).toBe('recovering');
    await kiosk.happens(() => kiosk.devices.takeCard());
    await kiosk.happens(() => kiosk.devices.finishWipe());
    expect(kiosk.journal.of('session.ended')).toMatchObject([{ outcome: 'interrupted' }]);
    await isAllResolved(kiosk);
  });

  it('the disk that refuses the very start keeps the kiosk closed, and it tries again', async () => {
    const kiosk = new KioskStage();
    kiosk.journal.refuse('kiosk.started', 1);
    await kiosk.start();
    expect(kiosk.shown).toEqual({ screen: 'stopped', reasons: [], refused: true, lookUp: false });
    expect(kiosk.link.reports.at(-1)).toMatchObject({ level: 'out-of-service', faults: ['storage-refused'] });
    await kiosk.wait(5000);
    await kiosk.clean();
    await kiosk.wait(5000);
    await isAllResolved(kiosk);
  });
});

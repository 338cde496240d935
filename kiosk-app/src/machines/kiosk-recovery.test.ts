import type { EntryBody, KioskKind } from '@haizhu/shared/journal/kinds';
import { describe, expect, it } from 'vitest';
import { printDigest } from '../card/card-print.ts';
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
const WRITING = entry('card.writing', {
  application: APPLICATION,
  print: printDigest(APPLICATION, [GRANT]),
});
const CONDEMNED = entry('card.keeping', {
  session: SESSION,
  application: APPLICATION,
  reason: 'misprinted',
});
const FAILED = entry('card.failed', { application: APPLICATION, fault: null, reason: 'verify-mismatch' });
const HOLDER = person('lin-yuehe');

/** A kiosk whose program was killed right after these entries. */
async function killedAfter(...past: readonly Draft[]): Promise<KioskStage> {
  const kiosk = new KioskStage();
  for (const draft of past) await kiosk.journal.commit(draft);
  return kiosk;
}

async function isAllResolved(kiosk: KioskStage): Promise<void> {
  expect(await kiosk.journal.unfinished()).toEqual({
    sessions: [],
    obligations: [],
    keeping: null,
    wasKept: false,
    faults: [],
  });
  expect(kiosk.screen).toBe('attract');
}

/** Shows the kiosk the ID card of the permit's holder, and takes the permit. */
async function claims(kiosk: KioskStage): Promise<void> {
  expect(kiosk.devices.waiting).toEqual(['acceptPermitCard']);
  await kiosk.happens(() => kiosk.devices.readHeld(HOLDER.permitCard));
  expect(kiosk.shown).toMatchObject({ screen: 'recovering', claim: { ask: 'lay-id-card' } });
  await kiosk.happens(() => kiosk.devices.layIdCard(HOLDER.idCard));
  expect(kiosk.shown).toMatchObject({ screen: 'recovering', claim: { ask: 'take-card' } });
  await kiosk.happens(() => kiosk.devices.takeCard());
  await kiosk.clean();
}

/** Who may stand there reads that the card was kept; then the kiosk goes on. */
async function isTold(kiosk: KioskStage): Promise<void> {
  expect(kiosk.shown).toMatchObject({ screen: 'recovering', claim: { ask: 'card-kept' } });
  await kiosk.wait(20_000);
  await kiosk.clean();
}

async function isKept(kiosk: KioskStage, isPresent = true): Promise<void> {
  await kiosk.happens(() => kiosk.devices.keepCard());
  await (isPresent ? isTold(kiosk) : kiosk.clean());
  expect(kiosk.devices.card).toBe('bin');
  expect(kiosk.devices.calls).not.toContain('returnPermitCard');
  expect(kiosk.journal.kinds.indexOf('card.keeping')).toBeLessThan(
    kiosk.journal.kinds.indexOf('card.returned'),
  );
  expect(kiosk.journal.of('card.returned')).toMatchObject([{ session: SESSION, how: 'retained' }]);
}

describe('after a crash', () => {
  it('a visit that had only begun is ended, and its card given back to who shows the ID card', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await claims(kiosk);
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ session: SESSION, how: 'taken' }]);
    expect(kiosk.journal.of('session.ended')).toMatchObject([{ session: SESSION, outcome: 'interrupted' }]);
    await isAllResolved(kiosk);
  });

  it('somebody else gets nothing, and the card is kept when the time is over', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.readHeld(HOLDER.permitCard));
    await kiosk.happens(() => kiosk.devices.layIdCard(person('tan-xiaoyu').idCard));
    expect(kiosk.shown).toMatchObject({ claim: { ask: 'lift-id-card' } });
    await kiosk.wait(60_000);
    await isKept(kiosk);
    expect(kiosk.journal.of('card.keeping')).toMatchObject([{ session: SESSION, reason: 'unclaimed' }]);
    await isAllResolved(kiosk);
  });

  it('an ID card that was left on the reader proves nothing until it is lifted and laid again', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    kiosk.devices.idCard = 'here';
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.readHeld(HOLDER.permitCard));
    expect(kiosk.shown).toMatchObject({ claim: { ask: 'lift-id-card' } });
    expect(kiosk.devices.calls).not.toContain('readIdCard');
    kiosk.devices.idCard = 'none';
    await kiosk.wait(2000);
    await kiosk.happens(() => kiosk.devices.layIdCard(HOLDER.idCard));
    expect(kiosk.shown).toMatchObject({ claim: { ask: 'take-card' } });
  });

  it('hours later the card is kept for its owner, and never offered', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'inside';
    kiosk.timers.increment(3_600_000);
    await kiosk.start();
    await isKept(kiosk, false);
    await isAllResolved(kiosk);
  });

  it('a card that lies in the slot is drawn back before anybody is looked at', async () => {
    const kiosk = await killedAfter(STARTED);
    kiosk.devices.card = 'exit';
    await kiosk.start();
    expect(kiosk.devices.card).toBe('inside');
    await claims(kiosk);
    await isAllResolved(kiosk);
  });

  it('a card that was kept just before the cut is told of, to who may stand there', async () => {
    const retained = entry('card.returned', { session: SESSION, how: 'retained' });
    const kiosk = await killedAfter(STARTED, CONDEMNED, retained);
    await kiosk.start();
    await isTold(kiosk);
    await isAllResolved(kiosk);
  });

  it('a card that was taken just before the cut is not said to be kept', async () => {
    const kiosk = await killedAfter(
      STARTED,
      CONDEMNED,
      entry('card.returned', { session: SESSION, how: 'taken' }),
    );
    await kiosk.start();
    await kiosk.clean();
    await isAllResolved(kiosk);
  });

  it('a card of which the journal knows nothing is kept, and the journal says so', async () => {
    const kiosk = new KioskStage();
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.keepCard());
    await kiosk.clean();
    expect(kiosk.journal.of('card.keeping')).toEqual([{ session: null, application: null, reason: 'found' }]);
    expect(kiosk.journal.of('card.returned')).toEqual([{ session: null, how: 'retained' }]);
    await isAllResolved(kiosk);
  });

  it('a payment that had begun is given up, so that what was paid goes back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING);
    await kiosk.start();
    await kiosk.clean();
    expect(kiosk.journal.of('payment.abandoned')).toEqual([
      { application: APPLICATION, order: 'P1', reason: 'interrupted' },
    ]);
    expect(kiosk.journal.kinds).not.toContain('card.failed');
    await isAllResolved(kiosk);
  });

  it('a card that carries what was granted is written, and given back; nobody else has to be asked', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.link.set({ online: false });
    kiosk.devices.card = 'inside';
    kiosk.devices.printed = [GRANT];
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.finishReadBack());
    expect(kiosk.journal.of('card.written')).toMatchObject([{ application: APPLICATION }]);
    await claims(kiosk);
    expect(kiosk.journal.kinds).not.toContain('card.failed');
    await isAllResolved(kiosk);
  });

  it('a card with something else on it is kept, and only then the money goes back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await kiosk.happens(() => kiosk.devices.finishReadBack([{ ...GRANT, number: 'SIM-MA8' }]));
    await isKept(kiosk);
    expect(kiosk.journal.of('card.keeping')).toMatchObject([{ reason: 'misprinted' }]);
    expect(kiosk.journal.of('card.failed')).toMatchObject([{ reason: 'interrupted' }]);
    expect(kiosk.journal.kinds.indexOf('card.keeping')).toBeLessThan(
      kiosk.journal.kinds.indexOf('card.failed'),
    );
    await isAllResolved(kiosk);
  });

  it('a power cut between the refund of a misprinted card and the bin changes nothing: it is kept', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING, CONDEMNED, FAILED);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await isKept(kiosk);
    expect(kiosk.journal.of('card.failed')).toHaveLength(1);
    await isAllResolved(kiosk);
  });

  it('a power cut between the word that it is kept and the refund: it is kept and paid back', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING, CONDEMNED);
    kiosk.devices.card = 'inside';
    await kiosk.start();
    await isKept(kiosk);
    expect(kiosk.journal.of('card.failed')).toHaveLength(1);
    await isAllResolved(kiosk);
  });

  it('a kept card that is no longer in the path is said to be gone', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING, CONDEMNED, FAILED);
    await kiosk.start();
    await isTold(kiosk);
    expect(kiosk.journal.of('card.returned')).toEqual([{ session: SESSION, how: 'gone' }]);
    await isAllResolved(kiosk);
  });

  it('a printer that is still busy is waited for; what it printed is then looked at', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.devices.card = 'inside';
    kiosk.devices.printed = [GRANT];
    kiosk.devices.mute = true;
    await kiosk.start();
    await kiosk.wait(6000);
    expect(kiosk.screen).toBe('recovering');
    expect(kiosk.devices.calls).toEqual([]);
    kiosk.devices.mute = false;
    await kiosk.wait(2000);
    await kiosk.happens(() => kiosk.devices.finishReadBack());
    await claims(kiosk);
    await isAllResolved(kiosk);
  });

  it('with nobody to say where the card is, it is paid back, and kept whenever it is found', async () => {
    const kiosk = await killedAfter(STARTED, PAYING, WRITING);
    kiosk.devices.card = 'inside';
    kiosk.devices.mute = true;
    await kiosk.start();
    for (let second = 0; second < 90; second += 1) await kiosk.wait(1000);
    expect(kiosk.journal.of('card.keeping')).toMatchObject([{ reason: 'doubtful' }]);
    expect(kiosk.journal.of('card.failed')).toMatchObject([{ reason: 'interrupted' }]);
    expect(kiosk.screen).not.toBe('attract');
    kiosk.devices.mute = false;
    for (let second = 0; second < 90 && !kiosk.devices.waiting.includes('retainPermitCard'); second += 1) {
      await kiosk.wait(1000);
    }
    await kiosk.happens(() => kiosk.devices.keepCard());
    await isTold(kiosk);
    expect(kiosk.devices.calls).not.toContain('returnPermitCard');
    expect(kiosk.journal.of('card.returned').at(-1)).toMatchObject({ how: 'retained' });
    await isAllResolved(kiosk);
  });

  it('money is not held back by a device that is away; the kiosk stays closed until it is cleared', async () => {
    const kiosk = await killedAfter(STARTED, PAYING);
    kiosk.devices.mute = true;
    kiosk.devices.tell([
      { device: 'device-service', online: false, faults: ['device-service-lost'], simulated: false },
    ]);
    await kiosk.start();
    await kiosk.wait(3000);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', faults: ['device-service-lost'] });
    await kiosk.wait(27_000);
    expect(kiosk.journal.kinds).toContain('payment.abandoned');
    for (let second = 0; second < 120; second += 1) await kiosk.wait(1000);
    expect(kiosk.screen).toBe('out-of-service');
    await kiosk.happens(() => kiosk.devices.setFaults());
    kiosk.devices.mute = false;
    for (let second = 0; second < 60 && !kiosk.devices.waiting.includes('wipe'); second += 1) {
      await kiosk.wait(1000);
    }
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
    await kiosk.clean();
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
    await kiosk.happens(() => kiosk.devices.fail('wipe', 'id-reader', 'id-reader-offline'));
    expect(kiosk.screen).not.toBe('attract');
    expect(kiosk.devices.buffered).toBe(true);
    await kiosk.clean();
    expect(kiosk.screen).toBe('attract');
    expect(kiosk.devices.buffered).toBe(false);
  });

  it('that left a card stuck, nobody is let in before the devices say that it is out', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    await kiosk.happens(() => kiosk.devices.layIdCard(HOLDER.idCard));
    await kiosk.happens(() => kiosk.devices.insertPermit(HOLDER.permitCard));
    await kiosk.do({ type: 'EXIT' });
    const jam = ['card-reader', 'card-reader-jam'] as const;
    await kiosk.happens(() => kiosk.devices.failInside('returnPermitCard', ...jam));
    for (let tries = 0; kiosk.devices.waiting.includes('retainPermitCard'); tries += 1) {
      await kiosk.happens(() => kiosk.devices.failInside('retainPermitCard', ...jam));
      await kiosk.wait(1000);
      expect(tries).toBeLessThan(5);
    }
    expect(kiosk.shown).toMatchObject({ view: { now: { screen: 'card-left', card: 'stuck' } } });
    await kiosk.do({ type: 'NEXT' });
    await kiosk.clean();
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ how: 'stuck' }]);
    expect(kiosk.journal.of('card.keeping')).toMatchObject([{ reason: 'unmovable' }]);
    // Staff take it out.
    kiosk.devices.card = 'outside';
    await kiosk.happens(() => kiosk.devices.failInside('retainPermitCard', ...jam));
    await isTold(kiosk);
    expect(kiosk.journal.of('card.returned')).toMatchObject([{ how: 'stuck' }, { how: 'gone' }]);
    await isAllResolved(kiosk);
  });

  it('that crashed, what it left is settled like after a power cut', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    kiosk.devices.readIdCard = () => Promise.reject(new Error('a bug'));
    await kiosk.do(START);
    expect(kiosk.screen).toBe('recovering');
    await kiosk.clean();
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

import { describe, expect, it } from 'vitest';
import { KioskStage } from '../testing/kiosk-stage.ts';
import { HONG_KONG_TWICE, person } from '../testing/session-stage.ts';
import { isIdle } from './kiosk-screen.ts';
import { WORK_TIMES } from './work-monitor.ts';

const START = { type: 'START', service: 'endorsement', language: 'zh' } as const;
const LOOK_UP = { type: 'START', service: 'check', language: 'zh' } as const;
const FEW = { queued: { warn: 2, stop: 4 } };

/** A kiosk that is open, with limits that are soon passed. */
async function open(): Promise<KioskStage> {
  const kiosk = new KioskStage();
  kiosk.gauge.setLimits(FEW);
  await kiosk.open();
  return kiosk;
}

const queue = (kiosk: KioskStage, queued: number) =>
  kiosk.happens(() => kiosk.link.set({ queued, oldestAt: queued === 0 ? null : kiosk.now() }));

describe('a limit that is near', () => {
  it('is a sign for staff; citizens may go on, and the service stays what it is', async () => {
    const kiosk = await open();
    await queue(kiosk, 3);
    expect(kiosk.shown).toEqual({
      screen: 'attract',
      online: true,
      degraded: [],
      idCardLies: false,
      warnings: [{ limit: 'queued', level: 'warn', value: 3, bound: 2 }],
    });
    expect(kiosk.link.reports.at(-1)).toEqual({ level: 'in-service', faults: [], screen: 'attract' });
    expect(kiosk.journal.of('kiosk.level')).toHaveLength(1);
    await kiosk.do(START);
    expect(kiosk.screen).toBe('session:place-id-card');
  });

  it('goes by itself', async () => {
    const kiosk = await open();
    await queue(kiosk, 3);
    await queue(kiosk, 0);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', warnings: [] });
  });
});

describe('a limit that is passed', () => {
  it('stops new work, says which limit, and is told to the server and journalled once', async () => {
    const kiosk = await open();
    await queue(kiosk, 5);
    expect(kiosk.shown).toEqual({
      screen: 'stopped',
      reasons: [{ limit: 'queued', level: 'stop', value: 5, bound: 4 }],
      refused: false,
      lookUp: true,
    });
    await queue(kiosk, 6);
    await kiosk.do(START);
    expect(kiosk.screen).toBe('stopped');
    expect(kiosk.link.reports.at(-1)).toEqual({
      level: 'out-of-service',
      faults: ['work-queue'],
      screen: 'stopped',
    });
    expect(kiosk.journal.of('kiosk.level').slice(1)).toEqual([
      { level: 'out-of-service', faults: ['work-queue'] },
    ]);
    // A newer program may put right what stopped this one.
    expect(isIdle(kiosk.actor.getSnapshot())).toBe(true);
  });

  it('opens by itself when the queue has gone, and that is journalled', async () => {
    const kiosk = await open();
    await queue(kiosk, 5);
    await queue(kiosk, 0);
    expect(kiosk.screen).toBe('stopped');
    await kiosk.wait(WORK_TIMES.calmMs);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', warnings: [] });
    expect(kiosk.journal.of('kiosk.level').at(-1)).toEqual({ level: 'in-service', faults: [] });
    expect(kiosk.link.reports.at(-1)).toMatchObject({ level: 'in-service', faults: [] });
  });

  it('does not stop and go by the entries that say so', async () => {
    const kiosk = await open();
    // The level's own entries are queued too: five, four, and four with the entry that would say "open".
    await queue(kiosk, 5);
    await queue(kiosk, 4);
    await kiosk.wait(WORK_TIMES.calmMs - 1);
    await queue(kiosk, 5);
    await kiosk.wait(WORK_TIMES.calmMs);
    expect(kiosk.journal.of('kiosk.level')).toHaveLength(2);
  });

  it('leaves an application that is under way to its end', async () => {
    const kiosk = await open();
    await kiosk.happens(() => kiosk.link.set({ online: false }));
    await kiosk.do(START);
    const { idCard, permitCard } = person('lin-yuehe');
    await kiosk.happens(() => kiosk.devices.layIdCard(idCard));
    await queue(kiosk, 5);
    await kiosk.happens(() => kiosk.devices.insertPermit(permitCard));
    await kiosk.do({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE });
    await kiosk.do({ type: 'NEXT' });
    await kiosk.do({ type: 'CONFIRM' });
    await kiosk.happens(() => kiosk.devices.takeCard());
    expect(kiosk.shown).toMatchObject({ view: { now: { screen: 'result', result: 'stored' } } });
    expect(kiosk.journal.of('application.submitted')).toHaveLength(1);
    await kiosk.happens(() => kiosk.devices.finishReceipt());
    await kiosk.do({ type: 'EXIT' });
    await kiosk.clean();
    expect(kiosk.screen).toBe('stopped');
  });

  it('lets applications be looked up', async () => {
    const kiosk = await open();
    await queue(kiosk, 5);
    await kiosk.do(LOOK_UP);
    expect(kiosk.screen).toBe('session:check-code');
    await kiosk.do({ type: 'EXIT' });
    expect(kiosk.screen).toBe('session:farewell');
    await kiosk.do({ type: 'NEXT' });
    expect(kiosk.shown).toMatchObject({ screen: 'stopped', lookUp: true });
  });

  it('holds from the first moment of a cold start without a server, with the limits that were kept', async () => {
    const kiosk = new KioskStage();
    kiosk.gauge.setLimits(FEW);
    kiosk.link.set({ online: false, clockErrorMs: null, queued: 5, oldestAt: kiosk.now() });
    const seen = new Set<string>();
    kiosk.actor.subscribe(() => seen.add(kiosk.screen));
    await kiosk.open();
    expect(kiosk.screen).toBe('stopped');
    expect(seen).not.toContain('attract');
    expect(kiosk.journal.of('kiosk.level')).toEqual([{ level: 'out-of-service', faults: ['work-queue'] }]);
  });

  it('is another one after a welcome that sets other limits', async () => {
    const kiosk = await open();
    await queue(kiosk, 5);
    await kiosk.happens(() => kiosk.gauge.setLimits({ queued: { warn: 5, stop: 10 } }));
    await kiosk.wait(WORK_TIMES.calmMs);
    expect(kiosk.screen).toBe('attract');
    await kiosk.happens(() => kiosk.gauge.setLimits({ queued: { warn: 1, stop: 2 } }));
    expect(kiosk.screen).toBe('stopped');
  });

  it('stands behind a device that has to be repaired, and shows when that is done', async () => {
    const kiosk = await open();
    await queue(kiosk, 5);
    await kiosk.happens(() => kiosk.devices.setFaults('card-reader-jam'));
    await kiosk.wait(1000);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', faults: ['card-reader-jam'] });
    // Looking up needs no device.
    await kiosk.do(LOOK_UP);
    expect(kiosk.screen).toBe('session:check-code');
    await kiosk.do({ type: 'EXIT' });
    await kiosk.do({ type: 'NEXT' });
    expect(kiosk.screen).toBe('out-of-service');
    expect(kiosk.link.reports.at(-1)?.faults).toEqual(['card-reader-jam', 'work-queue']);
    await kiosk.happens(() => kiosk.devices.setFaults());
    await kiosk.wait(3000);
    expect(kiosk.screen).toBe('stopped');
    expect(kiosk.journal.of('kiosk.level').map(({ level }) => level)).toEqual([
      'in-service',
      'out-of-service',
    ]);
  });
});

describe('a disk that is full', () => {
  async function apply(kiosk: KioskStage): Promise<void> {
    await kiosk.happens(() => kiosk.link.set({ online: false }));
    await kiosk.do(START);
    const { idCard, permitCard } = person('lin-yuehe');
    await kiosk.happens(() => kiosk.devices.layIdCard(idCard));
    await kiosk.happens(() => kiosk.devices.insertPermit(permitCard));
    await kiosk.do({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE });
    await kiosk.do({ type: 'NEXT' });
    await kiosk.do({ type: 'CONFIRM' });
    await kiosk.happens(() => kiosk.devices.takeCard());
    expect(kiosk.shown).toMatchObject({ view: { now: { screen: 'result', result: 'not-stored' } } });
    await kiosk.do({ type: 'NEXT' });
    await kiosk.clean();
  }

  it('disappoints one citizen and no more: it is looked whether there is room before the next', async () => {
    const kiosk = await open();
    kiosk.journal.refuse('application.submitted', 1);
    kiosk.gauge.takesMore = false;
    await apply(kiosk);
    expect(kiosk.shown).toEqual({ screen: 'stopped', reasons: [], refused: true, lookUp: true });
    expect(kiosk.link.reports.at(-1)).toEqual({
      level: 'out-of-service',
      faults: ['storage-refused'],
      screen: 'stopped',
    });
    for (let tried = 0; tried < 5; tried += 1) await kiosk.wait(WORK_TIMES.probeMs);
    expect(kiosk.screen).toBe('stopped');
    kiosk.gauge.takesMore = true;
    await kiosk.wait(WORK_TIMES.probeMs);
    expect(kiosk.screen).toBe('attract');
    // Nothing was written of it: the entry could only have been dated wrongly.
    expect(kiosk.journal.of('kiosk.level')).toHaveLength(1);
  });

  it('shows one screen, however often what could not be written is tried again; looking up goes on', async () => {
    const kiosk = await open();
    for (const kind of ['application.submitted', 'card.returned', 'session.ended'] as const) {
      kiosk.journal.refuse(kind);
    }
    kiosk.gauge.takesMore = false;
    await apply(kiosk);
    const seen = new Set<string>();
    kiosk.actor.subscribe(() => seen.add(kiosk.screen));
    const levels = kiosk.link.reports.length;
    for (let tried = 0; tried < 6; tried += 1) await kiosk.wait(5000);
    expect([...seen]).toEqual(['stopped']);
    expect(new Set(kiosk.link.reports.slice(levels).map(({ level }) => level))).toEqual(
      new Set(['out-of-service']),
    );
    kiosk.journal.refuse('session.started');
    await kiosk.do(START);
    expect(kiosk.screen).toBe('stopped');
    await kiosk.do(LOOK_UP);
    expect(kiosk.screen).toBe('session:check-code');
    await kiosk.do({ type: 'EXIT' });
    expect(kiosk.screen).toBe('session:farewell');
    await kiosk.do({ type: 'NEXT' });
    expect(kiosk.screen).toBe('stopped');
    expect(kiosk.journal.of('session.ended')).toEqual([]);

    // Room again: what was left is written, once, and only then is anybody let in.
    for (const kind of [...kiosk.journal.refused.keys()]) kiosk.journal.refuse(kind, 0);
    kiosk.gauge.takesMore = true;
    await kiosk.wait(5000);
    expect(kiosk.journal.of('session.ended')).toMatchObject([{ outcome: 'failed' }]);
    expect(kiosk.journal.of('card.returned')).toHaveLength(1);
    await kiosk.clean();
    await kiosk.wait(WORK_TIMES.probeMs);
    expect(kiosk.screen).toBe('attract');
  });

  it('at the first step of a visit stops the kiosk behind it', async () => {
    const kiosk = await open();
    kiosk.journal.refuse('session.started', 1);
    await kiosk.do(START);
    expect(kiosk.shown).toMatchObject({ view: { now: { screen: 'result', result: 'not-stored' } } });
    await kiosk.do({ type: 'NEXT' });
    await kiosk.clean();
    expect(kiosk.shown).toMatchObject({ screen: 'stopped', refused: true });
    await kiosk.wait(WORK_TIMES.probeMs);
    expect(kiosk.screen).toBe('attract');
  });
});

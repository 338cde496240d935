import { describe, expect, it } from 'vitest';
import { KioskStage } from '../testing/kiosk-stage.ts';
import { person } from '../testing/session-stage.ts';
import { isIdle } from './kiosk-screen.ts';

const START = { type: 'START', service: 'endorsement', language: 'zh' } as const;

describe('a kiosk', () => {
  it('boots, looks into the slot, clears its devices and opens', async () => {
    const kiosk = new KioskStage();
    await kiosk.start();
    expect(kiosk.screen).toBe('recovering');
    await kiosk.clean();
    expect(kiosk.shown).toEqual({
      screen: 'attract',
      online: true,
      degraded: [],
      idCardLies: false,
      warnings: [],
    });
    expect(kiosk.journal.drafts).toMatchObject([
      { kind: 'kiosk.started', body: { software: 'kiosk-app 0.1.0', persisted: true } },
      { kind: 'kiosk.level', body: { level: 'in-service', faults: [] } },
    ]);
    expect(kiosk.link.reports.at(-1)).toEqual({ level: 'in-service', faults: [], screen: 'attract' });
  });

  it('serves one citizen after the other', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    for (const _ of [1, 2]) {
      await kiosk.do(START);
      expect(kiosk.screen).toBe('session:place-id-card');
      await kiosk.happens(() => kiosk.devices.layIdCard(person('lin-yuehe').idCard));
      expect(kiosk.screen).toBe('session:insert-permit');
      await kiosk.do({ type: 'EXIT' });
      await kiosk.clean();
      expect(kiosk.screen).toBe('attract');
    }
    const sessions = kiosk.journal.of('session.started').map(({ session }) => session);
    expect(new Set(sessions).size).toBe(2);
    expect(kiosk.journal.of('session.ended').map(({ session }) => session)).toEqual(sessions);
  });

  it('keeps nothing of a visit when it is over', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    const { idCard, permitCard } = person('lin-yuehe');
    await kiosk.happens(() => kiosk.devices.layIdCard(idCard));
    await kiosk.happens(() => kiosk.devices.insertPermit(permitCard));
    const secrets = [idCard.name, idCard.idNumber, permitCard.number, permitCard.pinyin];
    const held = () => {
      const { context, children } = kiosk.actor.getSnapshot();
      const session: unknown = children['session']?.getPersistedSnapshot();
      return JSON.stringify([context.view, session ?? null]);
    };
    expect(held()).toContain(idCard.idNumber);
    await kiosk.do({ type: 'EXIT' });
    await kiosk.happens(() => kiosk.devices.takeCard());
    // Blanked with the wipe, before it is answered.
    for (const secret of secrets) expect(held()).not.toContain(secret);
    await kiosk.clean();
    expect(kiosk.actor.getSnapshot()).toMatchObject({ context: { view: null }, children: {} });
  });

  it('is idle only where a newer program may take over', async () => {
    const kiosk = new KioskStage();
    await kiosk.start();
    expect(isIdle(kiosk.actor.getSnapshot())).toBe(false);
    await kiosk.clean();
    expect(isIdle(kiosk.actor.getSnapshot())).toBe(true);
    await kiosk.do(START);
    expect(isIdle(kiosk.actor.getSnapshot())).toBe(false);
  });

  it.each([
    'revoked-kiosk',
    'unknown-kiosk',
    'stale-epoch',
    'wrong-signature',
    'protocol-unsupported',
    'journal-behind',
  ] as const)('lets nobody in while the server says %s', async (refusal) => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.happens(() => kiosk.link.set({ online: false, refusal }));
    expect(kiosk.shown).toEqual({ screen: 'out-of-service', faults: [], refusal, lookUp: false });
    await kiosk.do(START);
    expect(kiosk.screen).toBe('out-of-service');
    await kiosk.happens(() => kiosk.link.set({ online: true, refusal: null }));
    expect(kiosk.screen).toBe('attract');
  });

  it('serves offline', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.happens(() => kiosk.link.set({ online: false }));
    expect(kiosk.shown).toEqual({
      screen: 'attract',
      online: false,
      degraded: [],
      idCardLies: false,
      warnings: [],
    });
    await kiosk.do(START);
    expect(kiosk.screen).toBe('session:place-id-card');
  });
});

describe('a fault', () => {
  it('closes the kiosk and opens it again, is journalled at both ends, and is told to the server at once', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.happens(() => kiosk.devices.setFaults('card-reader-jam'));
    await kiosk.wait(1000);
    expect(kiosk.shown).toEqual({
      screen: 'out-of-service',
      faults: ['card-reader-jam'],
      refusal: null,
      lookUp: true,
    });
    expect(kiosk.link.reports.at(-1)).toEqual({
      level: 'out-of-service',
      faults: ['card-reader-jam'],
      screen: 'out-of-service',
    });
    await kiosk.happens(() => kiosk.devices.setFaults());
    await kiosk.wait(3000);
    expect(kiosk.screen).toBe('attract');
    expect(kiosk.journal.kinds.slice(2)).toEqual([
      'fault.begun',
      'kiosk.level',
      'fault.cleared',
      'kiosk.level',
    ]);
    const [begun] = kiosk.journal.of('fault.begun');
    expect(kiosk.journal.of('fault.cleared')).toMatchObject([{ occurrence: begun?.occurrence }]);
  });

  it('of the slip printer only makes it serve with less', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.happens(() => kiosk.devices.setFaults('receipt-paper-out'));
    await kiosk.wait(5000);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', online: true, degraded: ['receipt-paper-out'] });
    await kiosk.do(START);
    expect(kiosk.screen).toBe('session:place-id-card');
  });

  it('in the middle of a visit ends that visit and then the service', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    await kiosk.do(START);
    await kiosk.happens(() => kiosk.devices.setFaults('id-reader-failed'));
    await kiosk.wait(1000);
    expect(kiosk.screen).toBe('session:device-trouble');
    await kiosk.do({ type: 'EXIT' });
    await kiosk.clean();
    expect(kiosk.screen).toBe('out-of-service');
  });

  it('that was open when the program ended goes on as the same occurrence', async () => {
    const kiosk = new KioskStage();
    const occurrence = '01932f4a-0000-7000-8000-00000000000f' as never;
    await kiosk.journal.commit({
      kind: 'fault.begun',
      body: { occurrence, fault: 'card-reader-jam', device: 'card-reader', at: kiosk.now() },
    });
    kiosk.devices.setFaults('card-reader-jam');
    await kiosk.start();
    await kiosk.wait(5000);
    expect(kiosk.shown).toMatchObject({ screen: 'out-of-service', faults: ['card-reader-jam'] });
    await kiosk.happens(() => kiosk.devices.setFaults());
    await kiosk.wait(3000);
    expect(kiosk.journal.of('fault.begun')).toHaveLength(1);
    expect(kiosk.journal.of('fault.cleared')).toMatchObject([{ occurrence }]);
  });

  it('is journalled in its order also when the disk refuses for a while', async () => {
    const kiosk = new KioskStage();
    await kiosk.open();
    kiosk.journal.refuse('fault.begun', 2);
    await kiosk.happens(() => kiosk.devices.setFaults('receipt-paper-out'));
    await kiosk.wait(3000);
    await kiosk.happens(() => kiosk.devices.setFaults());
    await kiosk.wait(3000);
    expect(kiosk.journal.kinds.slice(2)).toEqual([]);
    for (const _ of [1, 2]) await kiosk.wait(5000);
    expect(kiosk.journal.kinds.slice(2)).toEqual([
      'fault.begun',
      'kiosk.level',
      'fault.cleared',
      'kiosk.level',
    ]);
  });
});

import type { Result } from '@haizhu/shared/result';
import type { ServedDevice } from '@haizhu/shared/xfs/status';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceError } from '../../../src/ports/devices.ts';
import { fault, holdCard, type Kiosk, NEVER, PRINTS, startKiosk } from './harness.fixture.ts';

const DEVICES: readonly ServedDevice[] = ['id-reader', 'card-reader', 'card-printer', 'receipt-printer'];
const LINES = [{ text: 'a', style: 'normal' }] as const;

let kiosk: Kiosk;
beforeEach(async () => {
  // Not as fast as elsewhere: what is under way must still be when it has been seen.
  kiosk = await startKiosk({ speed: 20 });
});
afterEach(() => kiosk.close());

/** Each state of a visit: what is going on, on which device, and how one sees that it is. */
const STATES: readonly {
  readonly name: string;
  readonly device: ServedDevice;
  readonly needsCard: boolean;
  go(): Promise<Result<unknown, DeviceError>>;
  underWay(): Promise<void>;
}[] = [
  {
    name: 'waiting for an ID card',
    device: 'id-reader',
    needsCard: false,
    go: () => kiosk.peripherals.readIdCard(NEVER),
    underWay: async () => {},
  },
  {
    name: 'waiting for a permit card',
    device: 'card-reader',
    needsCard: false,
    go: () => kiosk.peripherals.acceptPermitCard(NEVER),
    underWay: () => kiosk.until((world) => world.slotOpen),
  },
  {
    name: 'drawing the card in',
    device: 'card-reader',
    needsCard: false,
    go: () => {
      kiosk.act({ action: 'insert-permit', person: 'lin-yuehe' });
      return kiosk.peripherals.acceptPermitCard(NEVER);
    },
    underWay: () => kiosk.until((world) => world.permit?.position === 'transport'),
  },
  {
    name: 'printing the card',
    device: 'card-printer',
    needsCard: true,
    go: () => kiosk.peripherals.printEndorsements(PRINTS, NEVER),
    underWay: () => kiosk.until((world) => world.permit?.position === 'printer'),
  },
  {
    name: 'reading the print back',
    device: 'card-printer',
    needsCard: true,
    go: () => kiosk.peripherals.readBackEndorsements(NEVER),
    underWay: () => kiosk.until((world) => world.permit?.position === 'printer'),
  },
  {
    name: 'printing a slip',
    device: 'receipt-printer',
    needsCard: false,
    go: () => kiosk.peripherals.printReceipt(LINES, NEVER),
    underWay: () => expect.poll(() => kiosk.service.simulation?.held()['receipt-printer']).not.toBe(''),
  },
];

describe('a cable that comes out', () => {
  it.each(STATES)('while $name', async ({ device, needsCard, go, underWay }) => {
    if (needsCard) await holdCard(kiosk);
    // Slow enough that the cable surely comes out meanwhile.
    kiosk.act({ action: 'slow', device, on: true });
    const going = go();
    await underWay();
    kiosk.act({ action: 'plug', device, on: false });
    expect(await going).toEqual(fault(device, `${device}-offline`));
    await kiosk.faults(`${device}-offline`);
    kiosk.act({ action: 'plug', device, on: true });
    await kiosk.faults();
  });

  it.each(DEVICES)('of the %s makes it, and nothing else, not answer', async (device) => {
    kiosk.act({ action: 'plug', device, on: false });
    await kiosk.faults(`${device}-offline`);
    expect(kiosk.conditions().filter((condition) => !condition.online)).toMatchObject([{ device }]);
  });

  describe('with the card in the printer', () => {
    const NO_PRINTER = fault('card-printer', 'card-printer-offline');

    beforeEach(async () => {
      await holdCard(kiosk);
      kiosk.act({ action: 'slow', device: 'card-printer', on: true });
      const printing = kiosk.peripherals.printEndorsements(PRINTS, NEVER);
      await kiosk.until((world) => world.permit?.position === 'printer');
      kiosk.act({ action: 'plug', device: 'card-printer', on: false });
      expect(await printing).toEqual(NO_PRINTER);
    });

    const plugIn = async () => {
      kiosk.act({ action: 'plug', device: 'card-printer', on: true });
      kiosk.act({ action: 'slow', device: 'card-printer', on: false });
      await kiosk.faults();
    };

    it('the card is given out once the printer is back, and nothing is printed twice', async () => {
      expect(await kiosk.peripherals.returnPermitCard(10, NEVER)).toEqual(NO_PRINTER);
      await plugIn();
      const returning = kiosk.peripherals.returnPermitCard(60_000, NEVER);
      await kiosk.until((world) => world.permit?.position === 'exit');
      kiosk.act({ action: 'take-card' });
      expect(await returning).toEqual({ ok: true, value: 'taken' });
    });

    it('the card is kept once the printer is back, when it is to be', async () => {
      expect((await kiosk.peripherals.retainPermitCard(NEVER)).ok).toBe(false);
      expect(kiosk.world()).toMatchObject({ permit: { position: 'printer' } });
      await plugIn();
      expect(await kiosk.peripherals.retainPermitCard(NEVER)).toEqual({ ok: true });
      expect(kiosk.world()).toMatchObject({ permit: null, binCount: 1 });
    });
  });

  it('at the exit: whether the card was taken is asked once the reader is back', async () => {
    await holdCard(kiosk);
    const returning = kiosk.peripherals.returnPermitCard(60_000, NEVER);
    await kiosk.until((world) => world.permit?.position === 'exit');
    kiosk.act({ action: 'plug', device: 'card-reader', on: false });
    await kiosk.faults('card-reader-offline');
    kiosk.act({ action: 'take-card' });
    kiosk.act({ action: 'plug', device: 'card-reader', on: true });
    expect(await returning).toEqual({ ok: true, value: 'taken' });
  });
});

describe('a loose contact', () => {
  it('comes and goes, and ends in order', async () => {
    kiosk.act({ action: 'flap', device: 'id-reader', on: true });
    await kiosk.faults('id-reader-offline');
    await kiosk.faults();
    await kiosk.faults('id-reader-offline');
    kiosk.act({ action: 'flap', device: 'id-reader', on: false });
    await kiosk.faults();
    kiosk.act({ action: 'lay-id-card', person: 'lin-yuehe' });
    expect((await kiosk.peripherals.readIdCard(NEVER)).ok).toBe(true);
  });
});

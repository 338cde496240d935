import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceService, SIMULATED, startDeviceService } from '../service.ts';
import { fault, type Kiosk, NEVER, startKiosk } from './harness.fixture.ts';

let kiosk: Kiosk;
let again: DeviceService | null = null;
afterEach(async () => {
  await kiosk.peripherals.wipe();
  await kiosk.close();
  await again?.close();
  again = null;
});

describe('the device service going away', () => {
  it('ends what is under way, is told as its own fault only, and heals by itself', async () => {
    kiosk = await startKiosk();
    const { port } = kiosk.service;
    const reading = kiosk.peripherals.readIdCard(NEVER);
    await kiosk.service.close();
    expect(await reading).toEqual(fault('device-service', 'device-service-lost'));
    await kiosk.faults('device-service-lost');
    expect(kiosk.conditions().map((condition) => condition.device)).toEqual(['device-service']);
    const lost = fault('device-service', 'device-service-lost');
    expect(await kiosk.peripherals.wipe()).toEqual(lost);
    // This one never left the app, and says so.
    expect(await kiosk.peripherals.printReceipt([{ text: 'a', style: 'normal' }], NEVER)).toMatchObject({
      error: { ...lost.error, neverBegan: true },
    });
    expect(await kiosk.peripherals.askCard()).toBe('unknown');
    expect(await kiosk.peripherals.askIdCard()).toBe('unknown');

    again = await startDeviceService({ ...SIMULATED, port });
    await kiosk.faults();
    again.simulation?.world.units['id-reader'].setPlugged(false);
    await kiosk.faults('id-reader-offline');
  });

  it('that has no devices says so of each', async () => {
    kiosk = await startKiosk();
    const { port } = kiosk.service;
    await kiosk.service.close();
    again = await startDeviceService({
      ...SIMULATED,
      port,
      idReader: 'none',
      cardReader: 'none',
      cardPrinter: 'none',
      receiptPrinter: 'none',
    });
    await kiosk.faults(
      'id-reader-missing',
      'card-reader-missing',
      'card-printer-missing',
      'receipt-printer-missing',
    );
    expect(await kiosk.peripherals.readIdCard(NEVER)).toEqual(fault('id-reader', 'id-reader-missing'));
  });
});

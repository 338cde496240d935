import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault, type Kiosk, NEVER, startKiosk } from './harness.fixture.ts';

const LINES = [{ text: '查询码 ABCD-EFGH', style: 'big' }] as const;

let kiosk: Kiosk;
beforeEach(async () => {
  kiosk = await startKiosk();
});
afterEach(() => kiosk.close());

describe('receipt paper', () => {
  it('that is low is noticed and still prints', async () => {
    kiosk.act({ action: 'paper', level: 'low' });
    await kiosk.faults('receipt-paper-low');
    expect(await kiosk.peripherals.printReceipt(LINES, NEVER)).toEqual({ ok: true });
  });

  it('that is out refuses, and prints again after a refill', async () => {
    kiosk.act({ action: 'paper', level: 'out' });
    await kiosk.faults('receipt-paper-out');
    const out = fault('receipt-printer', 'receipt-paper-out');
    expect(await kiosk.peripherals.printReceipt(LINES, NEVER)).toEqual(out);
    kiosk.act({ action: 'paper', level: 'full' });
    await kiosk.faults();
    expect(await kiosk.peripherals.printReceipt(LINES, NEVER)).toEqual({ ok: true });
    expect(kiosk.world().slips).toEqual([LINES]);
  });

  it('that runs out in the middle of a slip does not count as printed', async () => {
    kiosk.act({ action: 'slow', device: 'receipt-printer', on: true });
    const printing = kiosk.peripherals.printReceipt(LINES, NEVER);
    // The printer holds the job in its buffer from the moment it begins.
    await expect.poll(() => kiosk.service.simulation?.held()['receipt-printer']).toContain('ABCD');
    kiosk.act({ action: 'paper', level: 'out' });
    expect(await printing).toEqual(fault('receipt-printer', 'receipt-paper-out'));
    expect(kiosk.world().slips).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault, holdCard, type Kiosk, NEVER, PRINTS, startKiosk } from './harness.fixture.ts';

let kiosk: Kiosk;
beforeEach(async () => {
  kiosk = await startKiosk();
});
afterEach(() => kiosk.close());

describe('a jam', () => {
  it('while the card is drawn in', async () => {
    kiosk.act({ action: 'jam', device: 'card-reader', when: 'entering' });
    await kiosk.faults();
    kiosk.act({ action: 'insert-permit', person: 'lin-yuehe' });
    expect(await kiosk.peripherals.acceptPermitCard(NEVER)).toEqual(fault('card-reader', 'card-reader-jam'));
    await kiosk.faults('card-reader-jam');
    // Every further command says so as well.
    expect(await kiosk.peripherals.returnPermitCard(10, NEVER)).toEqual(
      fault('card-reader', 'card-reader-jam'),
    );
    kiosk.act({ action: 'clear-jam', device: 'card-reader' });
    await kiosk.faults();
    expect(kiosk.world().permit).toBeNull();
  });

  it('while it is printed: the old print is gone, the new one is not there', async () => {
    await holdCard(kiosk);
    await kiosk.peripherals.printEndorsements(PRINTS, NEVER);
    kiosk.act({ action: 'jam', device: 'card-printer', when: 'printing' });
    expect(await kiosk.peripherals.printEndorsements(PRINTS, NEVER)).toEqual(
      fault('card-printer', 'card-printer-jam'),
    );
    await kiosk.faults('card-printer-jam');
    expect(kiosk.world().people.find((person) => person.id === 'lin-yuehe')?.endorsements).toEqual([]);
    expect(await kiosk.peripherals.returnPermitCard(10, NEVER)).toEqual(
      fault('card-printer', 'card-printer-jam'),
    );
    kiosk.act({ action: 'clear-jam', device: 'card-printer' });
    await kiosk.faults();
    expect(kiosk.world().permit).toBeNull();
  });

  it('while it is returned', async () => {
    await holdCard(kiosk);
    kiosk.act({ action: 'jam', device: 'card-reader', when: 'returning' });
    expect(await kiosk.peripherals.returnPermitCard(10, NEVER)).toEqual(
      fault('card-reader', 'card-reader-jam'),
    );
  });

  it('at the exit, while the card waits to be taken', async () => {
    await holdCard(kiosk);
    const returning = kiosk.peripherals.returnPermitCard(60_000, NEVER);
    await kiosk.until((world) => world.permit?.position === 'exit');
    kiosk.act({ action: 'jam', device: 'card-reader', when: 'now' });
    expect(await returning).toEqual(fault('card-reader', 'card-reader-jam'));
  });

  it('in the receipt printer', async () => {
    kiosk.act({ action: 'jam', device: 'receipt-printer', when: 'now' });
    await kiosk.faults('receipt-printer-jam');
    expect(await kiosk.peripherals.printReceipt([{ text: 'a', style: 'normal' }], NEVER)).toEqual(
      fault('receipt-printer', 'receipt-printer-jam'),
    );
    expect(kiosk.world().slips).toEqual([]);
  });

  it('that was cleared lets the next visit through', async () => {
    kiosk.act({ action: 'jam', device: 'card-printer', when: 'now' });
    await kiosk.faults('card-printer-jam');
    kiosk.act({ action: 'clear-jam', device: 'card-printer' });
    await kiosk.faults();
    await holdCard(kiosk);
    expect(await kiosk.peripherals.printEndorsements(PRINTS, NEVER)).toEqual({ ok: true });
  });
});

describe('a print that the camera reads otherwise', () => {
  it('comes back different from what was sent, and is no fault of a device by itself', async () => {
    await holdCard(kiosk);
    kiosk.act({ action: 'verify-mismatch', on: true });
    await kiosk.peripherals.printEndorsements(PRINTS, NEVER);
    const seen = await kiosk.peripherals.readBackEndorsements(NEVER);
    expect(seen.ok && seen.value).toHaveLength(PRINTS.length);
    expect(seen).not.toEqual({ ok: true, value: PRINTS });
    await kiosk.faults();
  });
});

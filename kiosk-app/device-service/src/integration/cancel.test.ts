import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdCard, type Kiosk, NEVER, PRINTS, startKiosk } from './harness.fixture.ts';

let kiosk: Kiosk;
beforeEach(async () => {
  kiosk = await startKiosk();
});
afterEach(() => kiosk.close());

describe('a cancel', () => {
  it('ends waiting for an ID card; the next read works', async () => {
    const controller = new AbortController();
    const reading = kiosk.peripherals.readIdCard(controller.signal);
    controller.abort();
    expect(await reading).toEqual({
      ok: false,
      error: { code: 'canceled', device: 'id-reader', faultId: null },
    });
    kiosk.act({ action: 'lay-id-card', person: 'lin-yuehe' });
    expect((await kiosk.peripherals.readIdCard(NEVER)).ok).toBe(true);
  });

  it('closes the slot', async () => {
    const controller = new AbortController();
    const accepting = kiosk.peripherals.acceptPermitCard(controller.signal);
    await kiosk.until((world) => world.slotOpen);
    controller.abort();
    expect(await accepting).toMatchObject({ error: { code: 'canceled' } });
    expect(kiosk.world().slotOpen).toBe(false);
  });

  it('does not cut a print in two: it ends as printed', async () => {
    await holdCard(kiosk);
    const controller = new AbortController();
    const printing = kiosk.peripherals.printEndorsements(PRINTS, controller.signal);
    await kiosk.until((world) => world.permit?.position === 'printer');
    controller.abort();
    expect(await printing).toEqual({ ok: true });
    expect(await kiosk.peripherals.readBackEndorsements(NEVER)).toEqual({ ok: true, value: PRINTS });
  });

  it('leaves a card at the exit where it is', async () => {
    await holdCard(kiosk);
    const controller = new AbortController();
    const returning = kiosk.peripherals.returnPermitCard(60_000, controller.signal);
    await kiosk.until((world) => world.permit?.position === 'exit');
    controller.abort();
    expect(await returning).toMatchObject({ error: { code: 'canceled' } });
    expect(kiosk.world().permit?.position).toBe('exit');
  });

  it('before anything was sent sends nothing', async () => {
    const gone = AbortSignal.abort();
    expect(await kiosk.peripherals.readIdCard(gone)).toMatchObject({ error: { code: 'canceled' } });
  });

  it('by the wipe ends what still waits', async () => {
    const reading = kiosk.peripherals.readIdCard(NEVER);
    const accepting = kiosk.peripherals.acceptPermitCard(NEVER);
    await kiosk.until((world) => world.slotOpen);
    expect(await kiosk.peripherals.wipe()).toEqual({ ok: true });
    expect(await reading).toMatchObject({ error: { code: 'canceled' } });
    expect(await accepting).toMatchObject({ error: { code: 'canceled' } });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Kiosk, NEVER, PRINTS, somebody, startKiosk } from './harness.fixture.ts';

let kiosk: Kiosk;
beforeEach(async () => {
  kiosk = await startKiosk();
});
afterEach(() => kiosk.close());

describe('from the app through the socket to the simulated machine', () => {
  it('serves a whole visit: read, insert, print, read back, receipt, return, take, wipe', async () => {
    const { peripherals } = kiosk;
    const person = somebody();
    const reading = peripherals.readIdCard(NEVER);
    kiosk.act({ action: 'lay-id-card', person: person.id });
    expect(await reading).toEqual({ ok: true, value: person.idCard });

    const accepting = peripherals.acceptPermitCard(NEVER);
    await kiosk.until((world) => world.slotOpen);
    kiosk.act({ action: 'insert-permit', person: person.id });
    expect(await accepting).toEqual({ ok: true, value: person.permitCard });
    expect(kiosk.world()).toMatchObject({ slotOpen: false, permit: { position: 'transport' } });

    expect(await peripherals.printEndorsements(PRINTS, NEVER)).toEqual({ ok: true });
    expect(await peripherals.readBackEndorsements(NEVER)).toEqual({ ok: true, value: PRINTS });

    const lines = [
      { text: '海珠区自助办证', style: 'title' },
      { text: '', style: 'rule' },
      { text: '已制证，请取走证件', style: 'normal' },
    ] as const;
    expect(await peripherals.printReceipt(lines, NEVER)).toEqual({ ok: true });
    expect(kiosk.world().slips[0]).toEqual(lines);

    const returning = peripherals.returnPermitCard(60_000, NEVER);
    await kiosk.until((world) => world.permit?.position === 'exit');
    kiosk.act({ action: 'take-card' });
    expect(await returning).toEqual({ ok: true, value: 'taken' });

    expect(Object.values(kiosk.service.simulation?.held() ?? {}).join('')).not.toBe('');
    expect(await peripherals.wipe()).toEqual({ ok: true });
    expect(Object.values(kiosk.service.simulation?.held() ?? {}).join('')).toBe('');
  });

  it('wipes every device that can be wiped, and tells the one that cannot', async () => {
    const { peripherals, service } = kiosk;
    const person = somebody();
    const reading = peripherals.readIdCard(NEVER);
    kiosk.act({ action: 'lay-id-card', person: person.id });
    await reading;
    kiosk.act({ action: 'insert-permit', person: person.id });
    await peripherals.acceptPermitCard(NEVER);
    const held = () => service.simulation?.held() ?? {};
    expect(held()['id-reader']).not.toBe('');
    expect(held()['card-reader']).not.toBe('');

    const [idReader] = service.devices;
    if (idReader?.service !== 'IdReader') throw new Error('the ID reader is the first device');
    idReader.clearBuffers = async () => {
      throw new Error('does not answer');
    };
    expect(await peripherals.wipe()).toMatchObject({ ok: false, error: { device: 'id-reader' } });
    expect(held()['id-reader']).not.toBe('');
    expect(held()['card-reader']).toBe('');
  });

  it('says what is simulated, and that all is in order', () => {
    const simulated = (device: string) => ({ device, online: true, faults: [], simulated: true });
    expect(kiosk.conditions()).toEqual([
      { device: 'device-service', online: true, faults: [], simulated: false },
      ...['id-reader', 'card-reader', 'card-printer', 'receipt-printer'].map(simulated),
    ]);
  });

  it('says at every moment where the card is, and draws back one that nobody takes', async () => {
    const { peripherals } = kiosk;
    expect(await peripherals.askCard()).toBe('none');
    kiosk.act({ action: 'insert-permit', person: 'ou-haiming' });
    expect((await peripherals.acceptPermitCard(NEVER)).ok).toBe(true);
    expect(await peripherals.askCard()).toBe('inside');
    expect(await peripherals.returnPermitCard(20, NEVER)).toEqual({ ok: true, value: 'not-taken' });
    expect(await peripherals.askCard()).toBe('exit');
    expect(await peripherals.drawBackPermitCard()).toEqual({ ok: true });
    expect(await peripherals.askCard()).toBe('inside');
    expect(await peripherals.retainPermitCard(NEVER)).toEqual({ ok: true });
    expect(kiosk.world()).toMatchObject({ permit: null, binCount: 1 });
    expect(await peripherals.askCard()).toBe('none');
    expect(await peripherals.returnPermitCard(20, NEVER)).toEqual({ ok: true, value: 'no-card' });
    expect(await peripherals.drawBackPermitCard()).toMatchObject({ ok: false });
  });

  it('says that nobody knows where the card is while a device of its path is away', async () => {
    const { peripherals } = kiosk;
    kiosk.act({ action: 'plug', device: 'card-printer', on: false });
    expect(await peripherals.askCard()).toBe('unknown');
    kiosk.act({ action: 'plug', device: 'card-printer', on: true });
    kiosk.act({ action: 'plug', device: 'card-reader', on: false });
    expect(await peripherals.askCard()).toBe('unknown');
    kiosk.act({ action: 'plug', device: 'card-reader', on: true });
    expect(await peripherals.askCard()).toBe('none');
    await kiosk.faults();
  });

  it('says whether an ID card lies on the reader', async () => {
    const { peripherals } = kiosk;
    kiosk.act({ action: 'lift-id-card' });
    expect(await peripherals.askIdCard()).toBe('none');
    kiosk.act({ action: 'lay-id-card', person: 'ou-haiming' });
    expect(await peripherals.askIdCard()).toBe('here');
    kiosk.act({ action: 'plug', device: 'id-reader', on: false });
    expect(await peripherals.askIdCard()).toBe('unknown');
    kiosk.act({ action: 'plug', device: 'id-reader', on: true });
    kiosk.act({ action: 'lift-id-card' });
    await kiosk.faults();
  });

  it('keeps a card when told to', async () => {
    kiosk.act({ action: 'insert-permit', person: 'ou-haiming' });
    await kiosk.peripherals.acceptPermitCard(NEVER);
    expect(await kiosk.peripherals.retainPermitCard(NEVER)).toEqual({ ok: true });
    expect(kiosk.world()).toMatchObject({ permit: null, binCount: 1 });
  });

  it('remembers what is printed on a card when it comes back', async () => {
    const { peripherals } = kiosk;
    kiosk.act({ action: 'insert-permit', person: 'lin-yuehe' });
    await peripherals.acceptPermitCard(NEVER);
    await peripherals.printEndorsements(PRINTS, NEVER);
    await peripherals.returnPermitCard(10, NEVER);
    kiosk.act({ action: 'insert-permit', person: 'lin-yuehe' });
    await peripherals.acceptPermitCard(NEVER);
    expect(await peripherals.readBackEndorsements(NEVER)).toEqual({ ok: true, value: PRINTS });
  });

  it('does not read the card that the one before forgot on the plate', async () => {
    kiosk.act({ action: 'lay-id-card', person: 'lin-yuehe' });
    await kiosk.peripherals.readIdCard(NEVER);
    await kiosk.peripherals.wipe();
    const next = kiosk.peripherals.readIdCard(NEVER);
    kiosk.act({ action: 'lift-id-card' });
    kiosk.act({ action: 'lay-id-card', person: 'ou-haiming' });
    expect(await next).toMatchObject({ value: { idNumber: somebody('ou-haiming').idCard.idNumber } });
  });

  it('tells a card that is no resident card, and cards that cannot be read', async () => {
    const { peripherals } = kiosk;
    kiosk.act({ action: 'lay-id-card', person: 'chan-lokman' });
    expect(await peripherals.readIdCard(NEVER)).toMatchObject({ error: { code: 'not-a-resident-card' } });
    kiosk.act({ action: 'unreadable', what: 'id-card', on: true });
    kiosk.act({ action: 'lay-id-card', person: 'lin-yuehe' });
    expect(await peripherals.readIdCard(NEVER)).toMatchObject({
      error: { code: 'unreadable', faultId: null },
    });
    kiosk.act({ action: 'unreadable', what: 'permit', on: true });
    kiosk.act({ action: 'insert-permit', person: 'lin-yuehe' });
    expect(await peripherals.acceptPermitCard(NEVER)).toMatchObject({ error: { code: 'unreadable' } });
    expect(await peripherals.returnPermitCard(10, NEVER)).toEqual({ ok: true, value: 'not-taken' });
  });
});

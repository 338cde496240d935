import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../faults/registry.ts';
import { COMMANDS, type CommandName, isCommandName, serves } from './commands.ts';
import { frame, parseCommand, parseServiceMessage } from './envelope.ts';
import { endorsementFields, endorsementsOf, receiptFields, receiptOf } from './forms.ts';
import { faultsOf, isOnline, SERVICE_NAMES, SERVICES, type Status } from './status.ts';

describe('envelope', () => {
  it('reads a command', () => {
    const text = frame(
      { name: 'CardReader.ReadRawData', type: 'command', requestId: 7, timeout: 30000 },
      { chip: true },
    );
    expect(parseCommand(text)).toEqual({
      ok: true,
      value: {
        header: {
          name: 'CardReader.ReadRawData',
          type: 'command',
          requestId: 7,
          version: '2.0',
          timeout: 30000,
        },
        payload: { chip: true },
      },
    });
  });

  it('answers with what it could read of a message that is no command', () => {
    const odd = (header: object) => parseCommand(JSON.stringify({ header }));
    expect(odd({ name: 'Common.Status', type: 'event', requestId: 9, version: '2.0' })).toEqual({
      ok: false,
      error: { requestId: 9, name: 'Common.Status' },
    });
    expect(odd({ name: 'no dot', requestId: -4 })).toEqual({
      ok: false,
      error: { requestId: 0, name: 'Common.Unknown' },
    });
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseCommand(text).ok).toBe(false);
        expect(parseServiceMessage(text)).toBeNull();
      }),
    );
  });

  it('reads what a service sends', () => {
    const completion = frame(
      { name: 'IdReader.Read', type: 'completion', requestId: 3, completionCode: 'commandErrorCode' },
      { errorCode: 'readFailed' },
    );
    expect(parseServiceMessage(completion)).toMatchObject({
      header: { type: 'completion', requestId: 3, completionCode: 'commandErrorCode' },
      payload: { errorCode: 'readFailed' },
    });
    expect(parseServiceMessage(completion.replace('commandErrorCode', 'whoKnows'))).toBeNull();
    expect(parseServiceMessage(frame({ name: 'Common.ErrorEvent', type: 'unsolicited' }))).not.toBeNull();
  });
});

describe('vocabulary', () => {
  it('gives each service its commands', () => {
    expect(isCommandName('toString')).toBe(false);
    for (const service of SERVICE_NAMES) {
      for (const name of Object.keys(COMMANDS) as CommandName[]) {
        const own = name.split('.')[0];
        const expected =
          own === 'Common' ||
          own === service ||
          (own === 'Printer' && service === 'CardPrinter') ||
          (own === 'Printer' && service === 'ReceiptPrinter' && name !== 'Printer.ReadForm');
        expect(serves(service, name), `${service} ${name}`).toBe(expected);
      }
    }
  });

  it('shows every device fault of the registry in some status, and no other one with it', () => {
    for (const fault of FAULTS) {
      if (fault.device === 'device-service') continue;
      const service = SERVICE_NAMES.find((name) => SERVICES[name] === fault.device);
      expect(service).toBeDefined();
      const status = statusWith(fault.xfs.status, fault.xfs.is);
      expect(faultsOf(fault.device, status)).toEqual([fault.id]);
    }
    expect(faultsOf('card-reader', statusWith('common.device', 'powerOff'))).toEqual(['card-reader-offline']);
    expect(isOnline(statusWith('common.device', 'noDevice'))).toBe(false);
    expect(isOnline(statusWith('common.device', 'hardwareError'))).toBe(true);
  });
});

function statusWith(path: string, value: string): Status {
  const status = {
    common: { device: 'online' },
    cardReader: { media: 'notPresent' },
    printer: { media: 'notPresent', paper: { upper: 'full' } },
    storage: { unitBIN1: 'ok' },
  };
  const keys = path.split('.');
  let at: Record<string, unknown> = status;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ''] = value;
  return status as Status;
}

describe('forms', () => {
  const day = fc.constantFrom('2026-11-23', '2027-02-22');
  const endorsement = fc.record({
    place: fc.constantFrom('HKG', 'MAC'),
    group: fc.constantFrom('L', 'G'),
    entries: fc.constantFrom(1, 2),
    validFrom: day,
    validUntil: day,
    number: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
  });
  const line = fc.record({
    text: fc.string({ maxLength: 40, unit: 'grapheme' }).filter((text) => text.length <= 200),
    style: fc.constantFrom('title', 'normal', 'big', 'rule'),
  });

  it('carry rows there and back', () => {
    fc.assert(
      fc.property(fc.array(endorsement, { minLength: 1, maxLength: 2 }), (rows) => {
        expect(endorsementsOf(endorsementFields(rows))).toEqual(rows);
      }),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (rows) => {
        expect(receiptOf(receiptFields(rows))).toEqual(rows);
      }),
    );
  });

  it('refuse what is no such form', () => {
    expect(endorsementsOf({})).toBeNull();
    expect(endorsementsOf({ place: ['HKG', 'MAC'], group: ['L'] })).toBeNull();
    expect(receiptOf({ text: ['a', 'b'], style: ['title'] })).toBeNull();
    expect(receiptOf({ text: [], style: [] })).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIMULATED_PEOPLE } from '../simulation/people.ts';
import { idCards } from './arbitraries.fixture.ts';
import { isIdCardExpired } from './id-card.ts';
import { decodeIdCardBlock, encodeIdCardBlock } from './id-card-block.ts';

const [person] = SIMULATED_PEOPLE;
if (person === undefined) throw new Error('no made-up people');
const card = person.idCard;

describe('text block of the ID reader', () => {
  it('brings every kind of card back as it was', () => {
    fc.assert(
      fc.property(idCards, (any) => {
        const block = encodeIdCardBlock(any);
        expect(block.length).toBe(256);
        expect(decodeIdCardBlock(block)).toEqual({ ok: true, value: any });
      }),
    );
  });

  it('lies where GA/T 490 puts it', () => {
    const block = Buffer.from(encodeIdCardBlock(card));
    const at = (offset: number, bytes: number) => block.subarray(offset, offset + bytes).toString('utf16le');
    expect(at(0, 6)).toBe(card.name);
    expect(at(30, 2)).toBe('2');
    expect(at(32, 4)).toBe('01');
    expect(at(36, 16)).toBe('19900412');
    expect(at(122, 36)).toBe(card.idNumber);
    expect(at(188, 16)).toBe('20210601');
    expect(at(248, 2)).toBe(' ');
    const resident = SIMULATED_PEOPLE.find((p) => p.idCard.kind === 'hk-macao-taiwan');
    expect(Buffer.from(encodeIdCardBlock(resident?.idCard ?? card)).toString('utf16le', 248, 250)).toBe('J');
  });

  it('names what is wrong with a block', () => {
    expect(decodeIdCardBlock(new Uint8Array(255))).toEqual({ ok: false, error: 'length' });
    const unknown = encodeIdCardBlock(card);
    unknown[248] = 0x51;
    expect(decodeIdCardBlock(unknown)).toEqual({ ok: false, error: 'kind' });
    for (const [offset, what] of [
      [156, 'check sign'],
      [44, 'birth day'],
      [30, 'sex'],
      [0, 'name'],
    ] as const) {
      const broken = encodeIdCardBlock(card);
      if (what === 'name') broken.fill(0, 0, 30);
      else broken[offset] = 0x37;
      expect(decodeIdCardBlock(broken), what).toEqual({ ok: false, error: 'content' });
    }
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (block) => {
        expect(decodeIdCardBlock(block).ok).toBe(false);
      }),
    );
  });

  it('tells an expired card by its last day', () => {
    expect(isIdCardExpired({ ...card, validUntil: '2026-11-23' }, '2026-11-23')).toBe(false);
    expect(isIdCardExpired({ ...card, validUntil: '2026-11-22' }, '2026-11-23')).toBe(true);
    expect(isIdCardExpired({ ...card, validUntil: 'long-term' }, '2026-11-23')).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permitCards } from './arbitraries.fixture.ts';
import { mrzCheckDigit } from './mrz.ts';
import { decodePermitMrz, encodePermitMrz, isPermitNumber, permitCardSchema } from './permit-card.ts';

describe('machine-readable zone', () => {
  it('agrees with known check digits', () => {
    expect(mrzCheckDigit('XS1234567')).toBe('3');
    // Specimen of ICAO 9303 part 4: number, birth, expiry.
    expect(mrzCheckDigit('L898902C3')).toBe('6');
    expect(mrzCheckDigit('740812')).toBe('2');
    expect(mrzCheckDigit('120415')).toBe('9');
    expect(mrzCheckDigit('<<<')).toBe('0');
    expect(() => mrzCheckDigit('a')).toThrow();
  });
});

describe('permit card', () => {
  it('knows the numbers of both series', () => {
    for (const good of ['C12345678', 'CA0000001', 'CZ9999999']) expect(isPermitNumber(good), good).toBe(true);
    for (const bad of ['CI0000001', 'CO0000001', 'W12345678', 'C1234567', 'CA00000011', 'ca0000001']) {
      expect(isPermitNumber(bad), bad).toBe(false);
    }
  });

  it('writes a line of 30 signs and reads it back', () => {
    fc.assert(
      fc.property(permitCards, (card) => {
        expect(permitCardSchema.safeParse(card).success).toBe(true);
        const line = encodePermitMrz(card);
        expect(line).toMatch(/^CS[A-Z\d]{10}<\d{7}<\d{7}<\d$/);
        const { number, expiry, birthDate } = card;
        expect(decodePermitMrz(line, '2026-11-23')).toEqual({
          ok: true,
          value: { number, expiry, birthDate },
        });
      }),
    );
  });

  it('notices a digit that was read wrong', () => {
    fc.assert(
      fc.property(
        permitCards,
        fc.integer({ min: 3, max: 29 }),
        fc.integer({ min: 1, max: 9 }),
        (card, at, by) => {
          const line = encodePermitMrz(card);
          const sign = line.charAt(at);
          fc.pre(/\d/.test(sign));
          const wrong = line.slice(0, at) + ((Number(sign) + by) % 10) + line.slice(at + 1);
          expect(decodePermitMrz(wrong, '2026-11-23').ok).toBe(false);
        },
      ),
    );
  });

  it('names what is wrong with a line', () => {
    expect(decodePermitMrz('', '2026-11-23')).toEqual({ ok: false, error: 'layout' });
    const card = { number: 'CA0000001', expiry: '2030-02-30', birthDate: '1990-01-01' };
    expect(decodePermitMrz(encodePermitMrz(card), '2026-11-23')).toEqual({ ok: false, error: 'day' });
    const book = { number: 'W12345678', expiry: '2030-02-28', birthDate: '1990-01-01' };
    expect(decodePermitMrz(encodePermitMrz(book), '2026-11-23')).toEqual({ ok: false, error: 'number' });
  });

  it('puts a birth in the hundred years before today', () => {
    const line = (birthDate: string) =>
      encodePermitMrz({ number: 'CA0000001', expiry: '2030-02-28', birthDate });
    expect(decodePermitMrz(line('1927-01-01'), '2026-11-23')).toMatchObject({
      value: { birthDate: '1927-01-01' },
    });
    expect(decodePermitMrz(line('2026-11-23'), '2026-11-23')).toMatchObject({
      value: { birthDate: '2026-11-23' },
    });
  });
});

it('the line agrees with the chip of its own card in any century, and with no other day', () => {
  fc.assert(
    fc.property(permitCards, permitCards, (card, other) => {
      const line = decodePermitMrz(encodePermitMrz(card), card.birthDate);
      expect(line.ok && line.value.birthDate).toBe(card.birthDate);
      const by = decodePermitMrz(encodePermitMrz(card), other.birthDate);
      const isSameDay = card.birthDate.slice(2) === other.birthDate.slice(2);
      expect(by.ok && by.value.birthDate === other.birthDate).toBe(isSameDay);
    }),
  );
});

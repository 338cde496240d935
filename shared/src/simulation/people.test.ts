import { describe, expect, it } from 'vitest';
import { idCardSchema } from '../identity/id-card.ts';
import { birthDateOf, idNumberSchema, sexOf } from '../identity/id-number.ts';
import { decodePermitMrz, permitCardSchema } from '../identity/permit-card.ts';
import { SIMULATED_PEOPLE, simulatedPersonById, simulatedPersonByIdNumber } from './people.ts';

describe('the made-up people', () => {
  it.each(SIMULATED_PEOPLE)('$id carries documents that are valid in form', (person) => {
    expect(idCardSchema.safeParse(person.idCard).success).toBe(true);
    expect(idNumberSchema.safeParse(person.idCard.idNumber).success).toBe(true);
    expect(birthDateOf(person.idCard.idNumber)).toBe(person.idCard.birthDate);
    expect(sexOf(person.idCard.idNumber)).toBe(person.idCard.sex);
    expect(person.authority === 'approve').toBe(person.reason === null);
    if (person.permitCard === null) return;
    expect(permitCardSchema.safeParse(person.permitCard).success).toBe(true);
    const { number, expiry, birthDate } = person.permitCard;
    expect(decodePermitMrz(person.permitMrz ?? '', '2026-11-23')).toEqual({
      ok: true,
      value: { number, expiry, birthDate },
    });
  });

  it('have different numbers, and are found by them', () => {
    const numbers = SIMULATED_PEOPLE.flatMap((p) => [p.idCard.idNumber, p.permitCard?.number ?? p.id]);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const person of SIMULATED_PEOPLE) {
      expect(simulatedPersonByIdNumber(person.idCard.idNumber)).toBe(person);
      expect(simulatedPersonById(person.id)).toBe(person);
    }
    expect(simulatedPersonByIdNumber('11010519491231002X')).toBeUndefined();
  });

  it('cover what the authority can answer', () => {
    expect(new Set(SIMULATED_PEOPLE.map((p) => p.authority))).toEqual(
      new Set(['approve', 'not-accept', 'refuse']),
    );
  });
});

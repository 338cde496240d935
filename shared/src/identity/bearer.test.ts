import { describe, expect, test } from 'vitest';
import { simulatedPersonById } from '../simulation/people.ts';
import { bearerOf } from './bearer.ts';
import type { IdCard } from './id-card.ts';
import type { PermitCard } from './permit-card.ts';

function cards(): { readonly card: IdCard; readonly permit: PermitCard } {
  const person = simulatedPersonById('lin-yuehe');
  if (person?.permitCard == null) throw new Error('a made-up person without a permit');
  return { card: person.idCard, permit: person.permitCard };
}

const bearer = (card: Partial<IdCard>, permit: Partial<PermitCard>) => {
  const both = cards();
  return bearerOf({ ...both.permit, ...permit }, { ...both.card, ...card });
};

describe('a permit', () => {
  test('is that of the holder where birth, sex and name agree', () => {
    expect(bearer({}, {})).toBe('same');
    expect(bearer({ name: '阿依木·古丽' }, { name: '阿依木•古丽' })).toBe('same');
    expect(bearer({}, { sex: 'unspecified' })).toBe('same');
    expect(bearer({ sex: 'unspecified' }, {})).toBe('same');
  });

  test('is nobody\u2019s to judge where only the writing of the name is in doubt', () => {
    expect(bearer({ name: '林\ue123' }, { name: '林䶮' })).toBe('unsure');
  });

  test('is another person\u2019s where birth, sex or name differ, whatever else agrees', () => {
    expect(bearer({}, { birthDate: '1990-04-13' })).toBe('another');
    expect(bearer({}, { sex: 'male' })).toBe('another');
    expect(bearer({ name: '王小明' }, { name: '王晓明', pinyin: 'WANG, XIAOMING' })).toBe('another');
    expect(bearer({ name: '林\ue123' }, { name: '林䶮', birthDate: '1990-04-13' })).toBe('another');
  });
});

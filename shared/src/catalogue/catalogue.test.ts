import { describe, expect, test } from 'vitest';
import { areValidChoices, type EndorsementChoice, offeredFor } from './endorsement.ts';
import { feeFor, yuan } from './fees.ts';

const hongKong: EndorsementChoice = { place: 'HKG', group: 'G', months: 12, entries: 2 };
const macao: EndorsementChoice = { place: 'MAC', group: 'G', months: 3, entries: 1 };

describe('endorsements', () => {
  test('Macao is offered with one entry only, Hong Kong with one or two', () => {
    expect(offeredFor('MAC').every((o) => o.entries === 1)).toBe(true);
    expect(offeredFor('HKG').map((o) => `${o.months}/${o.entries}`)).toEqual(['3/1', '3/2', '12/1', '12/2']);
  });

  test.each([
    ['both places', [hongKong, macao], true],
    ['one place', [macao], true],
    ['nothing', [], false],
    ['one place twice', [hongKong, { ...hongKong, months: 3 as const }], false],
    ['Macao with two entries', [{ ...macao, entries: 2 as const }], false],
  ])('%s: %s', (_, choices, expected) => {
    expect(areValidChoices(choices)).toBe(expected);
  });
});

describe('fees', () => {
  test('each place is charged for itself, by entries', () => {
    expect(feeFor([hongKong, macao], '2026-11-23')).toEqual({
      totalFen: 4500,
      perChoiceFen: [3000, 1500],
      table: '2017-1186',
    });
  });

  test('there is no fee before the first table', () => {
    expect(feeFor([macao], '2017-06-30')).toBeNull();
    expect(feeFor([macao], '2017-07-01')?.totalFen).toBe(1500);
  });

  test('yuan are shown without needless zeros', () => {
    expect([yuan(1500), yuan(1550), yuan(5)]).toEqual(['15', '15.50', '0.05']);
  });
});

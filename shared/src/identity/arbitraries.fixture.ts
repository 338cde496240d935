import fc from 'fast-check';
import type { IdCard } from './id-card.ts';
import { idNumberCheckSign } from './id-number.ts';
import type { PermitCard } from './permit-card.ts';

/** Generators of documents that are valid in form, for the tests of this folder. */
export const days = fc
  .date({ min: new Date('1927-01-01'), max: new Date('2026-11-22'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const futureDays = fc
  .date({ min: new Date('2014-05-20'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const hanzi = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code));
const han = (min: number, max: number) =>
  fc.array(hanzi, { minLength: min, maxLength: max }).map((signs) => signs.join(''));
const digits = (count: number) =>
  fc.array(fc.nat(9), { minLength: count, maxLength: count }).map((values) => values.join(''));

const number18 = (area: fc.Arbitrary<string>) =>
  fc.tuple(area, days, digits(3)).map(([code, day, sequence]) => {
    const body = code + day.replaceAll('-', '') + sequence;
    return body + idNumberCheckSign(body);
  });

const sex = fc.constantFrom('male', 'female', 'unspecified');
const until = fc.oneof(futureDays, fc.constant('long-term'));
const latin = fc.stringMatching(/^[A-Z]([A-Z, ]{0,43}[A-Z])?$/);

const mainland = fc.record({
  name: han(1, 15),
  sex,
  ethnicity: fc.constantFrom('01', '56', '97'),
  birthDate: days,
  address: han(0, 35),
  issuer: han(0, 15),
  validFrom: days,
  validUntil: until,
});

export const idCards: fc.Arbitrary<IdCard> = fc.oneof(
  fc
    .tuple(mainland, number18(digits(5).map((rest) => `4${rest}`)))
    .map(([rest, idNumber]) => ({ ...rest, kind: 'resident', idNumber }) as IdCard),
  fc
    .tuple(mainland, number18(fc.constantFrom('810000', '820000', '830000')))
    .map(([rest, idNumber]) => ({ ...rest, kind: 'hk-macao-taiwan', ethnicity: '', idNumber }) as IdCard),
  fc
    .tuple(mainland, fc.stringMatching(/^[A-Z]{3}\d{12}$/), fc.oneof(latin, han(1, 15)), digits(4))
    .map(
      ([rest, idNumber, name, issuer]) =>
        ({ ...rest, kind: 'foreigner-2017', ethnicity: '', address: '', issuer, name, idNumber }) as IdCard,
    ),
  fc.tuple(mainland, number18(digits(5).map((rest) => `9${rest}`)), fc.oneof(latin, han(1, 15))).map(
    ([rest, idNumber, name]) =>
      ({
        ...rest,
        kind: 'foreigner-2023',
        ethnicity: '',
        address: '',
        issuer: '',
        name,
        idNumber,
      }) as IdCard,
  ),
);

export const permitCards: fc.Arbitrary<PermitCard> = fc.record({
  number: fc.stringMatching(/^C(\d{8}|[A-HJ-NP-Z]\d{7})$/),
  expiry: futureDays,
  birthDate: days,
  name: han(1, 15),
  pinyin: latin,
  sex,
});

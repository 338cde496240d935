import * as z from 'zod/mini';
import { daySchema } from '../ids.ts';
import { isDay } from '../time/beijing.ts';
import { isIdNumber } from './id-number.ts';

const realDay = daySchema.check(z.refine(isDay));

export const sexSchema = z.enum(['male', 'female', 'unspecified']);

/**
 * What a SAM reader may find on its plate. Only `resident` can apply for a mainland permit; the others are
 * recognised and politely declined (domain: offset 248 of the text block).
 */
export const idCardKindSchema = z.enum(['resident', 'hk-macao-taiwan', 'foreigner-2017', 'foreigner-2023']);

/** An identity card as it crosses the wire between the device service and the app. */
export const idCardSchema = z
  .strictObject({
    kind: idCardKindSchema,
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    sex: sexSchema,
    /** GB/T 3304: `01`-`56`, `97` other, `98` foreign origin; empty where the card has none. */
    ethnicity: z.string().check(z.regex(/^(\d{2})?$/)),
    birthDate: realDay,
    address: z.string().check(z.maxLength(35)),
    /** 18 signs with a right check sign; 15 signs on the foreign permanent resident card of 2017. */
    idNumber: z.string(),
    issuer: z.string().check(z.maxLength(15)),
    validFrom: realDay,
    validUntil: z.union([realDay, z.literal('long-term')]),
  })
  .check(z.refine((card) => isCardNumber(card.kind, card.idNumber)));

export type IdCard = z.infer<typeof idCardSchema>;
export type IdCardKind = z.infer<typeof idCardKindSchema>;
export type Sex = z.infer<typeof sexSchema>;

/** Areas of residence-permit numbers: Hong Kong, Macao, Taiwan. */
const RESIDENCE_AREAS = ['810000', '820000', '830000'];

/** Whether a number can stand on a card of that kind. */
export function isCardNumber(kind: IdCardKind, number: string): boolean {
  switch (kind) {
    case 'resident':
      return isIdNumber(number) && !RESIDENCE_AREAS.includes(number.slice(0, 6));
    case 'hk-macao-taiwan':
      return isIdNumber(number) && RESIDENCE_AREAS.includes(number.slice(0, 6));
    case 'foreigner-2017':
      return /^[A-Z]{3}\d{12}$/.test(number);
    case 'foreigner-2023':
      return isIdNumber(number) && number.startsWith('9');
  }
}

/** Whether the card is past its validity on a Beijing day. */
export function isIdCardExpired(card: IdCard, day: string): boolean {
  return card.validUntil !== 'long-term' && card.validUntil < day;
}

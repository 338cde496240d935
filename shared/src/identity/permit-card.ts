import * as z from 'zod/mini';
import { daySchema } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { isDay } from '../time/beijing.ts';
import { sexSchema } from './id-card.ts';
import { mrzCheckDigit } from './mrz.ts';

/** Card numbers of the 往来港澳通行证: `C` + 8 digits (2014), `C` + letter without I, O + 7 digits (end of 2018). */
const CARD_NUMBER = /^C(\d{8}|[A-HJ-NP-Z]\d{7})$/;

export function isPermitNumber(text: string): boolean {
  return CARD_NUMBER.test(text);
}

const realDay = daySchema.check(z.refine(isDay));

/** An HK/Macao permit card (往来港澳通行证) as its chip tells it. */
export const permitCardSchema = z.strictObject({
  number: z.string().check(z.refine(isPermitNumber)),
  /** Last day of validity, YYYY-MM-DD. */
  expiry: realDay,
  birthDate: realDay,
  name: z.string().check(z.minLength(1), z.maxLength(30)),
  /** Surname and given name in pinyin: `LIN, YUEHE`. */
  pinyin: z.string().check(z.maxLength(60)),
  sex: sexSchema,
});

export type PermitCard = z.infer<typeof permitCardSchema>;

/** What the printed line says: the rest of the card stands in the chip. */
export type PermitMrz = Pick<PermitCard, 'number' | 'expiry' | 'birthDate'>;

const yymmdd = (day: string) => day.slice(2).replaceAll('-', '');

/** The line of 30 signs on a permit card. The layout rests on one public reader: confirm it on a specimen. */
export function encodePermitMrz(card: PermitMrz): string {
  const number = card.number + mrzCheckDigit(card.number);
  const expiry = yymmdd(card.expiry) + mrzCheckDigit(yymmdd(card.expiry));
  const birth = yymmdd(card.birthDate) + mrzCheckDigit(yymmdd(card.birthDate));
  return `CS${number}<${expiry}<${birth}<${mrzCheckDigit(number + expiry + birth)}`;
}

export type PermitMrzError = 'layout' | 'check-digit' | 'number' | 'day';

const LINE = /^CS([A-Z\d]{9})(\d)<(\d{6})(\d)<(\d{6})(\d)<(\d)$/;

/**
 * Reads the line of 30 signs. Two-digit years: an expiry lies in 2000-2099 (the card exists since 2014); a birth
 * lies in the hundred years that end with `today`.
 */
export function decodePermitMrz(line: string, today: string): Result<PermitMrz, PermitMrzError> {
  const parts = LINE.exec(line);
  if (parts === null) return err('layout');
  const [, number = '', numberCd, expiry = '', expiryCd, birth = '', birthCd, overallCd] = parts;
  const overall = `${number}${numberCd}${expiry}${expiryCd}${birth}${birthCd}`;
  const right =
    mrzCheckDigit(number) === numberCd &&
    mrzCheckDigit(expiry) === expiryCd &&
    mrzCheckDigit(birth) === birthCd &&
    mrzCheckDigit(overall) === overallCd;
  if (!right) return err('check-digit');
  if (!isPermitNumber(number)) return err('number');
  const expiryDay = dayIn('20', expiry);
  const thisCentury = dayIn(today.slice(0, 2), birth);
  const lastCentury = dayIn(String(Number(today.slice(0, 2)) - 1), birth);
  const birthDate = thisCentury <= today ? thisCentury : lastCentury;
  if (!isDay(expiryDay) || !isDay(birthDate)) return err('day');
  return ok({ number, expiry: expiryDay, birthDate });
}

function dayIn(century: string, digits: string): string {
  return `${century}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
}

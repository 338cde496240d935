import { withoutGbkPrivateUse } from './private-use.ts';

/** A chip holds 30 bytes of a name, UTF-16: 15 signs, of which one outside the basic plane takes two places. */
export const NAME_PLACES = 15;

/** Stands where a name ends in the middle of a sign, or a sign could not be told. */
const UNTOLD = '\ufffd';

/** Signs between the parts of a name, in whatever shape a system of some year has written them. All become U+00B7. */
const DOTS =
  /[.\u00b7\u0387\u05f3\u1427\u16eb\u2010-\u2015\u2022\u2024\u2027\u2043\u2218\u2219\u22c4\u22c5\u25cf\u25e6\u2e31\u2e33\u3002\u30fb\u318d\ua78f\u{10101}-]/gu;
/** What is not seen: joiners, marks of direction, soft hyphens, fillers, controls. */
const UNSEEN = /[\p{Cc}\p{Cf}\u115f\u1160]/gu;
/** Accents, and the variation selectors that follow a Chinese sign. */
const ACCENTS = /\p{M}/gu;

/**
 * A name as it is compared: one way of writing for what looks alike or was coded otherwise. Compatibility ideographs and
 * full-width signs as the standard ones (NFKC), GBK's private use as the standard signs, every dot as one without spaces
 * around, Latin letters as capitals without accents, no space beside a Chinese sign. A half sign at the end is left off.
 */
export function normalName(name: string): string {
  const plain = withoutGbkPrivateUse(name.toWellFormed().normalize('NFKC'))
    .replace(UNSEEN, '')
    .normalize('NFD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toUpperCase();
  return plain
    .replace(DOTS, '\u00b7')
    .replace(/[\s,'\u2018\u2019\u02bc`]+/g, ' ')
    .replace(/ ?\u00b7[\u00b7 ]*/g, '\u00b7')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .replace(/^[\u00b7 ]+|[\u00b7 \ufffd]+$/g, '');
}

/** A name without the half of a sign that the chip has cut off at its end: no text may hold it. */
export const withoutHalfSign = (name: string): string => name.toWellFormed().replace(/\ufffd+$/, '');

/** `same`: one name. `unsure`: perhaps one, in a writing that only people can judge. `other`: two names. */
export type NameMatch = 'same' | 'unsure' | 'other';

/** Whether two cards write the same name. Neither side counts more than the other. */
export function compareNames(one: string, other: string): NameMatch {
  const [a, b] = [normalName(one), normalName(other)];
  if (a === '' || b === '') return 'unsure';
  if (a === b) return 'same';
  if (isCut(one, a, b) || isCut(other, b, a)) return 'same';
  if (isLatin(a) !== isLatin(b)) return 'unsure';
  if (isLatin(a)) return compareLatin(a, b);
  const [x, y] = [signsOf(a), signsOf(b)];
  if (x.join('') === y.join('') && !x.some(isUntold)) return 'same';
  const isAsLong = x.length === y.length && isPrefix(x, y);
  const isAlike = isAsLong || isCutAlike(one, x, y) || isCutAlike(other, y, x);
  return isAlike ? 'unsure' : 'other';
}

function compareLatin(one: string, other: string): NameMatch {
  if (letters(one) === letters(other)) return 'same';
  return sorted(one) === sorted(other) ? 'unsure' : 'other';
}

/**
 * The signs of a name without its dots: they say where a part ends, and a card may leave them out. A sign that a system
 * could not write is put in Latin letters on some cards.
 */
const signsOf = (name: string): readonly string[] => [
  ...name.replaceAll('\u00b7', '').replace(/\p{Script=Latin}+/gu, UNTOLD),
];

/** Whether a name goes on where the chip had no place for more. */
function isCut(raw: string, short: string, long: string): boolean {
  return isFull(raw) && long.startsWith(short);
}

/** A name fills its places. A space or a dot on the last one may have been taken off by the reader. */
function isFull(raw: string): boolean {
  return raw.trimEnd().length >= NAME_PLACES - 1;
}

function isCutAlike(raw: string, short: readonly string[], long: readonly string[]): boolean {
  return isFull(raw) && short.length < long.length && isPrefix(short, long);
}

/** Sign by sign the same, but for signs that nobody can tell: private use of some other system, or a sign put for one. */
function isPrefix(short: readonly string[], long: readonly string[]): boolean {
  return short.every((sign, at) => sign === long[at] || isUntold(sign) || isUntold(long[at] ?? ''));
}

const isUntold = (sign: string) => sign === UNTOLD || /^[\p{Co}\p{Cn}\u25a1\u3013?*]$/u.test(sign);
const isLatin = (name: string) => /\p{Script=Latin}/u.test(name) && !/\p{Script=Han}/u.test(name);
const letters = (name: string) => name.replace(/[^\p{L}]/gu, '');
const sorted = (name: string) =>
  name
    .split(/[^\p{L}]+/u)
    .toSorted()
    .join(' ');

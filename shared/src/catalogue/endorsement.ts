import * as z from 'zod/mini';

/**
 * HK/Macao endorsements that a kiosk renews on the spot: groups L (团队旅游) and G (个人旅游).
 * Which validity and entries exist per place: domain.md 1.2, rows L and G [S10, S35].
 */
export const endorsementChoiceSchema = z.strictObject({
  place: z.enum(['HKG', 'MAC']),
  group: z.enum(['L', 'G']),
  months: z.union([z.literal(3), z.literal(12)]),
  entries: z.union([z.literal(1), z.literal(2)]),
});

export type EndorsementChoice = z.infer<typeof endorsementChoiceSchema>;
export type EndorsementPlace = EndorsementChoice['place'];
export type EndorsementGroup = EndorsementChoice['group'];

const HONG_KONG = [
  { months: 3, entries: 1 },
  { months: 3, entries: 2 },
  { months: 12, entries: 1 },
  { months: 12, entries: 2 },
] as const;

const MACAO = [
  { months: 3, entries: 1 },
  { months: 12, entries: 1 },
] as const;

/** Validities and entries offered for a place. The same for L and G. */
export function offeredFor(
  place: EndorsementPlace,
): readonly Pick<EndorsementChoice, 'months' | 'entries'>[] {
  return place === 'HKG' ? HONG_KONG : MACAO;
}

/** Whether the choice exists in the catalogue. */
export function isOffered(choice: EndorsementChoice): boolean {
  return offeredFor(choice.place).some((o) => o.months === choice.months && o.entries === choice.entries);
}

/**
 * The choices of one application: one per place at the most, at least one, each offered.
 * Hong Kong and Macao together are one application (one permit item, one person), charged separately.
 */
export function areValidChoices(choices: readonly EndorsementChoice[]): boolean {
  const places = new Set(choices.map((c) => c.place));
  return choices.length > 0 && places.size === choices.length && choices.every(isOffered);
}

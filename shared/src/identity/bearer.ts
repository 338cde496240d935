import type { IdCard } from './id-card.ts';
import type { PermitCard } from './permit-card.ts';
import { compareNames } from './person-name.ts';

/** `same`: the permit is that of the holder of the identity card. `another`: it is another person's. */
export type Bearer = 'same' | 'unsure' | 'another';

/**
 * Whether a permit is that of the holder of an identity card. The permit's chip has no identity number: "number and
 * birth agree" means the birth date and the sex that both cards tell. Where they differ it is another person. Where they
 * agree the names decide:
 *
 * - one name after normalising (`person-name.ts`), or one that is cut where the other goes on: the same person;
 * - a sign that nobody can tell, a name in Latin letters against one in Chinese signs, the same parts in another order:
 *   unsure, people look at it at a counter;
 * - other signs, be they read alike (王小明, 王晓明): another person.
 *
 * Pinyin decides nothing: too many names sound alike.
 */
export function bearerOf(permit: PermitCard, card: IdCard): Bearer {
  if (permit.birthDate !== card.birthDate) return 'another';
  if (permit.sex !== card.sex && permit.sex !== 'unspecified' && card.sex !== 'unspecified') return 'another';
  const names = compareNames(permit.name, card.name);
  return names === 'other' ? 'another' : names;
}

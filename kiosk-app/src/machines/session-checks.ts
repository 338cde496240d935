import { areValidChoices, type EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import { type Fee, feeFor } from '@haizhu/shared/catalogue/fees';
import { faultById } from '@haizhu/shared/faults/registry';
import { bearerOf } from '@haizhu/shared/identity/bearer';
import { type IdCard, isIdCardExpired } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import { withoutHalfSign } from '@haizhu/shared/identity/person-name';
import type { Applicant } from '@haizhu/shared/journal/sealed';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import { ageOn, beijingDay } from '@haizhu/shared/time/beijing';
import type { KioskClock } from '../ports/clock.ts';
import type { EndorsementPrint } from '../ports/devices.ts';
import type { LinkState } from '../ports/server-link.ts';
import type { DeclineReason, PersonView } from './session-view.ts';

/** Younger ones apply at a counter, with a guardian. */
const LEAST_AGE = 16;

type DateClock = Pick<KioskClock, 'candidates' | 'state'>;

/**
 * What a check by the date comes to. Fine on every day that it may be is fine. A ground is named only where a server has
 * told the time: who is sent away "under 16" or "expired" by a clock that was wrong is sent away with an untruth.
 */
function byDate(clock: DateClock, check: (today: string) => DeclineReason | null): DeclineReason | null {
  const grounds = clock.candidates().map((instant) => check(beijingDay(instant)));
  const ground = grounds.find((found) => found !== null) ?? null;
  return ground === null || clock.state().trust === 'right' ? ground : 'date-unknown';
}

/** Why nothing can be applied for with this identity card at a kiosk; null where it can. */
export function declineForIdCard(card: IdCard, clock: DateClock): DeclineReason | null {
  if (card.kind !== 'resident') return 'not-a-resident-card';
  return byDate(clock, (today) => {
    if (ageOn(card.birthDate, today) < LEAST_AGE) return 'under-age';
    return isIdCardExpired(card, today) ? 'counter-only' : null;
  });
}

/** Why this permit card cannot be endorsed for the bearer of the identity card; null where it can. */
export function declineForPermit(permit: PermitCard, card: IdCard, clock: DateClock): DeclineReason | null {
  switch (bearerOf(permit, card)) {
    case 'another':
      return 'not-the-same-person';
    case 'unsure':
      return 'name-written-otherwise';
    case 'same':
      return byDate(clock, (today) => (permit.expiry < today ? 'permit-expired' : null));
  }
}

/** What the journal seals. */
export function applicantOf(card: IdCard, permit: PermitCard): Applicant {
  return {
    version: 1,
    name: withoutHalfSign(card.name),
    idNumber: card.idNumber,
    sex: card.sex,
    birthDate: card.birthDate,
    permitNumber: permit.number,
    permitExpiry: permit.expiry,
  };
}

const stars = (count: number) => '*'.repeat(Math.max(0, count));

export function personView(card: IdCard, permit: PermitCard): PersonView {
  const { idNumber } = card;
  const { number } = permit;
  return {
    name: withoutHalfSign(card.name),
    maskedIdNumber: idNumber.slice(0, 3) + stars(idNumber.length - 5) + idNumber.slice(-2),
    maskedPermitNumber: number.slice(0, 2) + stars(number.length - 5) + number.slice(-3),
    permitExpiry: permit.expiry,
  };
}

/** The choices as an application lists them: Hong Kong first. */
export function listed(
  choices: Readonly<Partial<Record<'HKG' | 'MAC', EndorsementChoice>>>,
): EndorsementChoice[] {
  return [choices.HKG, choices.MAC].filter((choice) => choice !== undefined);
}

/** The fee of the choices on the Beijing day of `now`; null while they cannot be applied for. */
export function feeOf(choices: readonly EndorsementChoice[], now: number): Fee | null {
  return areValidChoices(choices) ? feeFor(choices, beijingDay(now)) : null;
}

export function printsOf(status: ApplicationStatus): readonly EndorsementPrint[] {
  return status.grants.map(({ place, group, entries, validFrom, validUntil, number }) => ({
    place,
    group,
    entries,
    validFrom,
    validUntil,
    number,
  }));
}

/** Faults in the way of somebody whose ID card was read: of everything but the ID reader. */
export function hasCardPathFault(faults: readonly string[]): boolean {
  return faults.some((id) => faultById(id)?.device !== 'id-reader');
}

/**
 * Refusals with which nothing that is stored here would reach the bureau, so nothing is taken in. Being out of reach
 * is none of them.
 */
const CLOSING: ReadonlySet<string> = new Set<NonNullable<LinkState['refusal']>>([
  'revoked-kiosk',
  'unknown-kiosk',
  'stale-epoch',
  'wrong-signature',
  'protocol-unsupported',
  'journal-behind',
]);

export function closingRefusal(link: LinkState): string | null {
  return link.refusal !== null && CLOSING.has(link.refusal) ? link.refusal : null;
}

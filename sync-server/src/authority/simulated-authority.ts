import { simulatedPersonByIdNumber } from '@haizhu/shared/simulation/people';
import { ageOn, lastDayOfValidity } from '@haizhu/shared/time/beijing';
import type { Acceptance, Authority, AuthorityCase, AuthorityRequest, Decision, Grant } from './authority.ts';

/** In a reference: what will be decided. It stands in for the memory that a real authority has of a person. */
const REFUSED = '-refuse-';

/**
 * Stands in for the authority in a run with simulated parts. Made-up people have their answers in the list of people;
 * anybody else is examined by the two rules a kiosk knows itself.
 */
export class SimulatedAuthority implements Authority {
  async accept(request: AuthorityRequest): Promise<Acceptance> {
    const { applicant, submittedDay, application } = request;
    if (applicant.permitExpiry < submittedDay) return { outcome: 'not-accepted', reason: 'permit-expired' };
    if (ageOn(applicant.birthDate, submittedDay) < 16)
      return { outcome: 'not-accepted', reason: 'under-age' };
    const person = simulatedPersonByIdNumber(applicant.idNumber);
    if (person?.authority === 'not-accept') {
      return { outcome: 'not-accepted', reason: person.reason ?? 'counter-only' };
    }
    const reference = `SIM-${application.slice(-12).toUpperCase()}`;
    if (person?.authority !== 'refuse') return { outcome: 'accepted', reference };
    return { outcome: 'accepted', reference: `${reference}${REFUSED}${person.reason ?? 'not-stated'}` };
  }

  async decide(of: AuthorityCase, reference: string): Promise<Decision> {
    const refused = reference.indexOf(REFUSED);
    if (refused >= 0) return { outcome: 'refused', reason: reference.slice(refused + REFUSED.length) };
    const grants = of.choices.map(
      ({ place, group, entries, months }): Grant => ({
        place,
        group,
        entries,
        validFrom: of.submittedDay,
        validUntil: lastDayOfValidity(of.submittedDay, months),
        number: `${reference}-${place}`,
      }),
    );
    return { outcome: 'approved', grants };
  }
}

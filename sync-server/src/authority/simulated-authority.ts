import { simulatedPersonByIdNumber } from '@haizhu/shared/simulation/people';
import { ageOn, lastDayOfValidity } from '@haizhu/shared/time/beijing';
import type { Acceptance, Authority, AuthorityRequest, Decision, Grant } from './authority.ts';

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
    return { outcome: 'accepted', reference: `SIM-${application.slice(-12).toUpperCase()}` };
  }

  async decide(request: AuthorityRequest, reference: string): Promise<Decision> {
    const person = simulatedPersonByIdNumber(request.applicant.idNumber);
    if (person?.authority === 'refuse') return { outcome: 'refused', reason: person.reason ?? 'not-stated' };
    const grants = request.choices.map(
      ({ place, group, entries, months }): Grant => ({
        place,
        group,
        entries,
        validFrom: request.submittedDay,
        validUntil: lastDayOfValidity(request.submittedDay, months),
        number: `${reference}-${place}`,
      }),
    );
    return { outcome: 'approved', grants };
  }
}

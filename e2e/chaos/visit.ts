import { uuidV7 } from '@haizhu/kiosk-app/machines/uuid-v7';
import { digestSchema } from '@haizhu/shared/ids';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Applicant } from '@haizhu/shared/journal/sealed';
import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';

type Submitted = EntryBody<'application.submitted'>;

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A new id as a kiosk makes it. */
export const newId = (): string => uuidV7(Date.now(), randomBytes);

/** The n-th made-up applicant; who has no permit is passed over. */
export function applicantAt(n: number): Applicant {
  const bearers = SIMULATED_PEOPLE.filter((person) => person.permitCard !== null);
  const person = bearers[n % bearers.length];
  if (person === undefined || person.permitCard === null) throw new Error('no made-up people');
  const { idCard, permitCard } = person;
  const { name, idNumber, sex, birthDate } = idCard;
  return {
    version: 1,
    name,
    idNumber,
    sex,
    birthDate,
    permitNumber: permitCard.number,
    permitExpiry: permitCard.expiry,
  };
}

/** The body of an application as a citizen confirms it. */
export function submittedBody(session: string, application: string): Submitted {
  return {
    application: application as Submitted['application'],
    session: session as Submitted['session'],
    item: 'hk-macao-endorsement',
    choices: [
      { place: 'HKG', group: 'G', months: 12, entries: 2 },
      { place: 'MAC', group: 'G', months: 3, entries: 1 },
    ],
    feeFen: 4500,
    feeTable: '2017-1186',
    mode: 'intake',
    lookup: digestSchema.parse(hex(randomBytes(32))),
  };
}

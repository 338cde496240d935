import { idNumberCheckSign } from '@haizhu/shared/identity/id-number';
import { encodePermitMrz } from '@haizhu/shared/identity/permit-card';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import type { Random } from '../chaos/random.ts';

const SURNAMES = [
  ['林', 'LIN'],
  ['区', 'OU'],
  ['冯', 'FENG'],
  ['江', 'JIANG'],
  ['邵', 'SHAO'],
  ['何', 'HE'],
  ['谭', 'TAN'],
  ['罗', 'LUO'],
] as const;
const GIVEN = [
  ['悦', 'YUE'],
  ['海', 'HAI'],
  ['远', 'YUAN'],
  ['明', 'MING'],
  ['蕊', 'RUI'],
  ['屿', 'YU'],
  ['舟', 'ZHOU'],
  ['禾', 'HE'],
  ['珂', 'KE'],
  ['岚', 'LAN'],
] as const;

/** What the authority will say, and what is the matter with the cards. */
export type Kind = 'plain' | 'not-accept' | 'refuse' | 'permit-expired' | 'minor' | 'of-another';

const digits = (n: number, length: number) => String(n).padStart(length, '0').slice(-length);

/** The n-th made-up person of a run; no two have a name, a number or a card in common. */
export function makePerson(n: number, kind: Kind, random: Random): SimulatedPerson {
  const [surname, surnameSpelt] = SURNAMES[n % SURNAMES.length] ?? SURNAMES[0];
  const signs = [0, 1, 2].map((place) => GIVEN[Math.floor(n / 10 ** place) % 10] ?? GIVEN[0]);
  const name = surname + signs.map(([sign]) => sign).join('');
  const pinyin = `${surnameSpelt}, ${signs.map(([, spelt]) => spelt).join('')}`;
  const year = kind === 'minor' ? 2013 : 1950 + (n % 50);
  const birthDate = `${year}-${digits(1 + (n % 12), 2)}-${digits(1 + (n % 28), 2)}`;
  const sex = random.pick(['female', 'male'] as const);
  const body = `440105${birthDate.replaceAll('-', '')}${digits(100 + (n % 900), 3)}`;
  const bearer = kind === 'of-another' ? `${name}生` : name;
  const permitCard = {
    number: `C${digits(10_000_000 + n, 8)}`,
    expiry: kind === 'permit-expired' ? '2021-08-15' : '2034-06-30',
    birthDate,
    name: bearer,
    pinyin,
    sex,
  } as const;
  return {
    id: `person-${n}`,
    about: { zh: '', en: kind },
    idCard: {
      kind: 'resident',
      name,
      sex,
      ethnicity: '01',
      birthDate,
      address: '广东省广州市海珠区虚构路 1 号',
      idNumber: body + idNumberCheckSign(body),
      issuer: '广州市公安局海珠分局',
      validFrom: '2021-06-01',
      validUntil: year < 1975 ? 'long-term' : '2041-06-01',
    },
    permitCard,
    permitMrz: encodePermitMrz(permitCard),
    authority: kind === 'not-accept' || kind === 'refuse' ? kind : 'approve',
    reason: kind === 'not-accept' ? 'counter-required' : kind === 'refuse' ? 'legal-bar' : null,
  };
}

/** Texts of a person that nothing may hold once the visit is over. */
export function personalTexts(person: SimulatedPerson): readonly string[] {
  const { name, idNumber } = person.idCard;
  return [name, idNumber, ...(person.permitCard === null ? [] : [person.permitCard.number])];
}

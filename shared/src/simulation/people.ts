import type { IdCard, IdCardKind } from '../identity/id-card.ts';
import { idNumberCheckSign } from '../identity/id-number.ts';
import { encodePermitMrz, type PermitCard } from '../identity/permit-card.ts';

/**
 * Made-up people for trying the product out: they live in the simulated devices and the simulated authority.
 * Never import this from anything that a citizen's screen loads.
 */
export interface SimulatedPerson {
  readonly id: string;
  /** Who this is, for the fault panel. */
  readonly about: { readonly zh: string; readonly en: string };
  readonly idCard: IdCard;
  /** Null where the person has none. */
  readonly permitCard: PermitCard | null;
  /** The line printed on the permit card. */
  readonly permitMrz: string | null;
  /** What the simulated authority answers about this person. */
  readonly authority: 'approve' | 'not-accept' | 'refuse';
  /** Code of the reason, null where it approves. */
  readonly reason: string | null;
}

type Bearer = Pick<PermitCard, 'name' | 'pinyin' | 'sex' | 'birthDate'>;

interface Sketch extends Bearer {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly area?: string;
  readonly kind?: IdCardKind;
  readonly sequence: string;
  /** `of`: the card is another person's. */
  readonly permit: { readonly number: string; readonly expiry: string; readonly of?: Bearer } | null;
  readonly authority?: 'not-accept' | 'refuse';
  readonly reason?: string;
}

const SKETCHES: readonly Sketch[] = [
  {
    id: 'lin-yuehe',
    zh: '普通成年人，一切顺利',
    en: 'Ordinary adult, all goes well',
    name: '林悦禾',
    pinyin: 'LIN, YUEHE',
    sex: 'female',
    birthDate: '1990-04-12',
    sequence: '802',
    permit: { number: 'CA1203457', expiry: '2034-06-30' },
  },
  {
    id: 'ou-haiming',
    zh: '普通成年人（第二位）',
    en: 'Ordinary adult (second)',
    name: '区海鸣',
    pinyin: 'OU, HAIMING',
    sex: 'male',
    birthDate: '1985-11-03',
    sequence: '417',
    permit: { number: 'CB0456129', expiry: '2033-02-14' },
  },
  {
    id: 'feng-guizhen',
    zh: '78 岁老人',
    en: 'Aged 78',
    name: '冯桂贞',
    pinyin: 'FENG, GUIZHEN',
    sex: 'female',
    birthDate: '1948-02-20',
    sequence: '226',
    permit: { number: 'C70813246', expiry: '2030-09-18' },
  },
  {
    id: 'jiang-yuanzhou',
    zh: '不予受理（须到窗口办理）',
    en: 'Not accepted (has to go to the counter)',
    name: '江远舟',
    pinyin: 'JIANG, YUANZHOU',
    sex: 'male',
    birthDate: '1979-07-29',
    sequence: '351',
    permit: { number: 'CC3301985', expiry: '2032-12-01' },
    authority: 'not-accept',
    reason: 'counter-required',
  },
  {
    id: 'shao-mingke',
    zh: '受理后不同意',
    en: 'Accepted, then refused',
    name: '邵明珂',
    pinyin: 'SHAO, MINGKE',
    sex: 'male',
    birthDate: '1993-09-09',
    sequence: '633',
    permit: { number: 'CD7719024', expiry: '2031-05-20' },
    authority: 'refuse',
    reason: 'legal-bar',
  },
  {
    id: 'he-ruiting',
    zh: '通行证已过期',
    en: 'Permit expired',
    name: '何蕊婷',
    pinyin: 'HE, RUITING',
    sex: 'female',
    birthDate: '1988-12-25',
    sequence: '148',
    permit: { number: 'C10024679', expiry: '2024-08-15' },
  },
  {
    id: 'tan-xiaoyu',
    zh: '未满 16 岁',
    en: 'Under 16',
    name: '谭小屿',
    pinyin: 'TAN, XIAOYU',
    sex: 'male',
    birthDate: '2013-05-06',
    sequence: '075',
    permit: { number: 'CE2205813', expiry: '2028-07-07' },
    authority: 'not-accept',
    reason: 'minor',
  },
  {
    id: 'chan-lokman',
    zh: '港澳居民居住证持有人（不能在此办理）',
    en: 'Holder of a residence permit for HK/Macao residents (cannot apply here)',
    name: '陈乐敏',
    pinyin: 'CHAN, LOKMAN',
    sex: 'female',
    birthDate: '1996-03-17',
    area: '810000',
    kind: 'hk-macao-taiwan',
    sequence: '004',
    permit: null,
    authority: 'not-accept',
    reason: 'not-a-resident',
  },
  {
    id: 'luo-tianmei',
    zh: '带了别人的通行证（证件不符）',
    en: 'Brings a permit of somebody else (does not match)',
    name: '罗天美',
    pinyin: 'LUO, TIANMEI',
    sex: 'female',
    birthDate: '1991-10-08',
    sequence: '564',
    permit: {
      number: 'CF6608132',
      expiry: '2033-10-10',
      of: { name: '罗天佑', pinyin: 'LUO, TIANYOU', sex: 'male', birthDate: '1987-01-30' },
    },
  },
];

/** Area of the made-up numbers: Haizhu. */
const HAIZHU = '440105';

function toPerson(sketch: Sketch): SimulatedPerson {
  const body = `${sketch.area ?? HAIZHU}${sketch.birthDate.replaceAll('-', '')}${sketch.sequence}`;
  const kind = sketch.kind ?? 'resident';
  const permitCard = permitOf(sketch);
  return {
    id: sketch.id,
    about: { zh: sketch.zh, en: sketch.en },
    idCard: {
      kind,
      name: sketch.name,
      sex: sketch.sex,
      ethnicity: kind === 'resident' ? '01' : '',
      birthDate: sketch.birthDate,
      address: '广东省广州市海珠区虚构路 1 号',
      idNumber: body + idNumberCheckSign(body),
      issuer: '广州市公安局海珠分局',
      ...validityOf(sketch.birthDate),
    },
    permitCard,
    permitMrz: permitCard === null ? null : encodePermitMrz(permitCard),
    authority: sketch.authority ?? 'approve',
    reason: sketch.reason ?? null,
  };
}

function permitOf(sketch: Sketch): PermitCard | null {
  if (sketch.permit === null) return null;
  const { number, expiry } = sketch.permit;
  const { birthDate, name, pinyin, sex } = sketch.permit.of ?? sketch;
  return { number, expiry, birthDate, name, pinyin, sex };
}

/** Children get cards of five years, people over 45 cards without an end, others here twenty years. */
function validityOf(birthDate: string): Pick<IdCard, 'validFrom' | 'validUntil'> {
  if (birthDate > '2010') return { validFrom: '2024-06-03', validUntil: '2029-06-03' };
  return { validFrom: '2021-06-01', validUntil: birthDate < '1975' ? 'long-term' : '2041-06-01' };
}

export const SIMULATED_PEOPLE: readonly SimulatedPerson[] = SKETCHES.map(toPerson);

export function simulatedPersonById(id: string): SimulatedPerson | undefined {
  return SIMULATED_PEOPLE.find((person) => person.id === id);
}

/** The made-up person with that identity number; undefined for a number that nobody here has. */
export function simulatedPersonByIdNumber(idNumber: string): SimulatedPerson | undefined {
  return SIMULATED_PEOPLE.find((person) => person.idCard.idNumber === idNumber);
}

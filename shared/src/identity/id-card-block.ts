import { err, ok, type Result } from '../result.ts';
import { type IdCard, type IdCardKind, idCardSchema, type Sex } from './id-card.ts';

/**
 * The 256-byte text block of a SAM ID-card reader (data: GA/T 490-2019): UTF-16LE, space padded, kind of card at
 * byte 248. Offsets and lengths are in bytes.
 */
export const ID_CARD_BLOCK_BYTES = 256;

type Field = readonly [offset: number, length: number];

interface Layout {
  readonly flag: string;
  readonly name: Field;
  /** English name of foreigners, in one or two parts. */
  readonly latinName: readonly Field[];
  readonly sex: Field;
  readonly ethnicity: Field | null;
  readonly birthDate: Field;
  readonly address: Field | null;
  readonly idNumber: Field;
  readonly issuer: Field | null;
  readonly validFrom: Field;
  readonly validUntil: Field;
}

const RESIDENT: Layout = {
  flag: ' ',
  name: [0, 30],
  latinName: [],
  sex: [30, 2],
  ethnicity: [32, 4],
  birthDate: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  issuer: [158, 30],
  validFrom: [188, 16],
  validUntil: [204, 16],
};

const LAYOUTS: Readonly<Record<IdCardKind, Layout>> = {
  resident: RESIDENT,
  'hk-macao-taiwan': { ...RESIDENT, flag: 'J' },
  'foreigner-2017': {
    flag: 'I',
    name: [158, 30],
    latinName: [[0, 120]],
    sex: [120, 2],
    ethnicity: null,
    birthDate: [220, 16],
    address: null,
    idNumber: [122, 30],
    issuer: [240, 8],
    validFrom: [188, 16],
    validUntil: [204, 16],
  },
  'foreigner-2023': {
    flag: 'Y',
    name: [0, 30],
    latinName: [
      [52, 70],
      [220, 22],
    ],
    sex: [30, 2],
    ethnicity: null,
    birthDate: [36, 16],
    address: null,
    idNumber: [122, 36],
    issuer: null,
    validFrom: [188, 16],
    validUntil: [204, 16],
  },
};

const FLAG: Field = [248, 2];
const KINDS = Object.keys(LAYOUTS) as readonly IdCardKind[];
const LONG_TERM = '长期';

/** `length`: not 256 bytes. `kind`: unknown flag at 248. `content`: a field that cannot stand on such a card. */
export type IdCardBlockError = 'length' | 'kind' | 'content';

/** Reads a text block. A foreigner's name is the Chinese one, or the English one where there is none. */
export function decodeIdCardBlock(block: Uint8Array): Result<IdCard, IdCardBlockError> {
  if (block.length !== ID_CARD_BLOCK_BYTES) return err('length');
  const decoder = new TextDecoder('utf-16le');
  const text = (field: Field | null) =>
    field === null
      ? ''
      : decoder.decode(block.subarray(field[0], field[0] + field[1])).replace(/[ \0]+$/, '');
  const flag = text(FLAG);
  const kind = KINDS.find((candidate) => LAYOUTS[candidate].flag.trim() === flag);
  if (kind === undefined) return err('kind');
  const layout = LAYOUTS[kind];
  const until = text(layout.validUntil);
  const card = idCardSchema.safeParse({
    kind,
    name: text(layout.name) || layout.latinName.map(text).join(''),
    sex: sexOfCode(text(layout.sex)),
    ethnicity: text(layout.ethnicity),
    birthDate: dashed(text(layout.birthDate)),
    address: text(layout.address),
    idNumber: text(layout.idNumber),
    issuer: text(layout.issuer),
    validFrom: dashed(text(layout.validFrom)),
    validUntil: until === LONG_TERM ? 'long-term' : dashed(until),
  });
  return card.success ? ok(card.data) : err('content');
}

/** Writes a text block, for simulated modules and tests. Throws where a field is too long for its place. */
export function encodeIdCardBlock(card: IdCard): Uint8Array<ArrayBuffer> {
  const layout = LAYOUTS[card.kind];
  const block = new Uint8Array(ID_CARD_BLOCK_BYTES);
  for (let at = 0; at < block.length; at += 2) block[at] = 0x20;
  const view = new DataView(block.buffer);
  const put = (field: Field | null, text: string) => {
    if (text.length * 2 > (field?.[1] ?? 0))
      throw new Error('a field of the ID card is too long for the block');
    for (let i = 0; i < text.length; i += 1)
      view.setUint16((field?.[0] ?? 0) + i * 2, text.charCodeAt(i), true);
  };
  putName(layout, card.name, put);
  put(layout.sex, SEX_CODES[card.sex]);
  put(layout.ethnicity, card.ethnicity);
  put(layout.birthDate, card.birthDate.replaceAll('-', ''));
  put(layout.address, card.address);
  put(layout.idNumber, card.idNumber);
  put(layout.issuer, card.issuer);
  put(layout.validFrom, card.validFrom.replaceAll('-', ''));
  put(layout.validUntil, card.validUntil === 'long-term' ? LONG_TERM : card.validUntil.replaceAll('-', ''));
  put(FLAG, layout.flag);
  return block;
}

/** A name in Latin letters goes to the English field of a foreigner's card; it may be cut in two there. */
function putName(layout: Layout, name: string, put: (field: Field, text: string) => void): void {
  const [first, second] = layout.latinName;
  if (first === undefined || !/^[ -~]*$/.test(name)) {
    put(layout.name, name);
    return;
  }
  const room = second === undefined ? name.length : first[1] / 2;
  put(first, name.slice(0, room));
  if (second !== undefined) put(second, name.slice(room));
}

const dashed = (digits: string) => digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unspecified. */
const SEX_CODES: Readonly<Record<Sex, string>> = { male: '1', female: '2', unspecified: '9' };

function sexOfCode(code: string): Sex | undefined {
  switch (code) {
    case '1':
      return 'male';
    case '2':
      return 'female';
    case '0':
    case '9':
      return 'unspecified';
    default:
      return undefined;
  }
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNames, type NameMatch, normalName, withoutHalfSign } from './person-name.ts';
import { withoutGbkPrivateUse } from './private-use.ts';

/** Names are made up. Each pair: what the identity card says, what the permit says, what they are to each other. */
const TABLE: readonly (readonly [about: string, one: string, other: string, match: NameMatch])[] = [
  ['the same signs', '王小明', '王小明', 'same'],
  ['other signs that sound alike', '王小明', '王晓明', 'other'],
  ['a sign more', '王小', '王小明', 'other'],
  ['another family name', '李小明', '王小明', 'other'],
  ['dot U+00B7 and U+2022', '阿依木·古丽', '阿依木•古丽', 'same'],
  ['dot U+00B7 and U+30FB', '阿依木·古丽', '阿依木・古丽', 'same'],
  ['dot U+00B7 and U+2027', '阿依木·古丽', '阿依木‧古丽', 'same'],
  ['dot U+00B7 and U+FF0E', '阿依木·古丽', '阿依木．古丽', 'same'],
  ['dot U+00B7 and a full stop', '阿依木·古丽', '阿依木.古丽', 'same'],
  ['dot U+00B7 and U+2219', '阿依木·古丽', '阿依木∙古丽', 'same'],
  ['dot U+00B7 and U+22C5', '阿依木·古丽', '阿依木⋅古丽', 'same'],
  ['dot U+00B7 and U+0387', '阿依木·古丽', '阿依木\u0387古丽', 'same'],
  ['dot U+00B7 and the half-width U+FF65', '阿依木·古丽', '阿依木\uff65古丽', 'same'],
  ['dot U+00B7 and U+25CF', '阿依木·古丽', '阿依木●古丽', 'same'],
  ['spaces around the dot', '阿依木·古丽', '阿依木 · 古丽', 'same'],
  ['a full-width space around the dot', '阿依木·古丽', '阿依木\u3000·古丽', 'same'],
  ['the dot left out', '阿依木·古丽', '阿依木古丽', 'same'],
  ['two dots, one of them left out', '扎西·丹增·措姆', '扎西丹增·措姆', 'same'],
  ['the dot, and another name behind it', '阿依木·古丽', '阿依木·古兰', 'other'],
  ['Yi name with a space for the dot', '吉木 阿依', '吉木·阿依', 'same'],
  ['䶮 in private use and as standard', '李\ue863', '李䶮', 'same'],
  ['龴 in private use (2005) and as standard (2022)', '李\ue81e', '李\u9fb4', 'same'],
  ['Extension B in private use and as standard', '李\ue831', '李\u{215d7}', 'same'],
  ['two signs of that private use', '李\ue863', '李\ue864', 'other'],
  ['a sign in a private use that nobody knows', '李\ue123', '李䶮', 'unsure'],
  ['a sign in a private plane', '李\u{f0123}明', '李䶮明', 'unsure'],
  ['a private sign, and another name besides', '李\ue123明', '李䶮朋', 'other'],
  ['a box put for a sign', '李□', '李䶮', 'unsure'],
  ['a star put for a sign', '李*', '李䶮', 'unsure'],
  ['a question mark put for a sign', '李？', '李䶮', 'unsure'],
  ['a compatibility ideograph', '\uf9e1明', '李明', 'same'],
  ['a compatibility ideograph of the supplement', '\u{2f800}明', '丽明', 'same'],
  ['a variation selector', '葛\u{e0100}明', '葛明', 'same'],
  ['a text variation selector', '葛\ufe00明', '葛明', 'same'],
  ['a space in a Chinese name', '王 明', '王明', 'same'],
  ['full-width spaces at the end', '王明\u3000\u3000', '王明', 'same'],
  ['a mark that is not seen', '王\u200b明\ufeff', '王明', 'same'],
  ['a zero sign at the end', '王明\0\0', '王明', 'same'],
  ['Latin in another case', 'Li Ming', 'LI MING', 'same'],
  ['Latin in full width', 'ＬＩ　ＭＩＮＧ', 'LI MING', 'same'],
  ['Latin with a comma', 'LI, MING', 'LI MING', 'same'],
  ['Latin with more spaces', 'LI   MING', 'LI MING', 'same'],
  ['Latin written together', 'LI MINGYUAN', 'LI MING YUAN', 'same'],
  ['Latin with accents', 'LǙ MÍNG', 'LU MING', 'same'],
  ['Latin with an apostrophe', "XI'AN", 'XI’AN', 'same'],
  ['Latin in another order', 'MING LI', 'LI MING', 'unsure'],
  ['another Latin name', 'LI MIN', 'LI MING', 'other'],
  ['Latin against Chinese', 'LI MING', '李明', 'unsure'],
  ['a sign written in Latin letters', '王yǎn明', '王䶮明', 'unsure'],
  ['a sign written in Latin letters, and another besides', '王yǎn明', '王䶮朋', 'other'],
  ['nothing at all', '', '王明', 'unsure'],
  ['nothing but a private sign that is not seen', '\u200b', '王明', 'unsure'],
];

/** 15 places: what the chip has of a name, and the reader leaves of it. */
const onChip = (name: string) => {
  const places = Array.from({ length: 15 }, (_, at) => name.charCodeAt(at));
  const bytes = Uint8Array.from(places.flatMap((code) => [code & 255, code >> 8]));
  return new TextDecoder('utf-16le').decode(bytes).replace(/[ \0]+$/, '');
};

describe('two names', () => {
  test.each(TABLE)('%s: %j and %j', (_, one, other, match) => {
    expect(compareNames(one, other)).toBe(match);
    expect(compareNames(other, one)).toBe(match);
  });

  test.each([
    ['long enough', '阿不都热合曼买买提·艾力吐尔逊江'],
    ['a dot on the last place', '阿不都热合曼买买提艾力江吐逊·伊明'],
    ['a dot behind the last place', '阿不都热合曼买买提艾力江吐逊江·伊明'],
    ['a space on the last place', '阿不都热合曼买买提艾力江吐逊 伊明'],
    ['a sign of two places on the last one', '阿不都热合曼买买提艾力江吐逊\u{20087}伊明'],
    ['a sign of two places before', '\u{20087}阿不都热合曼买买提艾力江吐逊江伊明'],
  ])('one of which the chip has cut are the same: %s', (_, name) => {
    const cut = onChip(name);
    expect(cut).not.toBe(name);
    expect(compareNames(cut, name)).toBe('same');
    expect(compareNames(name, cut)).toBe('same');
    // A permit's own chip may write the dot otherwise.
    expect(compareNames(cut, name.replaceAll('·', '•'))).toBe('same');
    expect(compareNames(cut, `古丽${name}`)).toBe('other');
  });

  test('half a sign at the end is left off where the name is shown or kept', () => {
    expect(withoutHalfSign('阿依木\ud840')).toBe('阿依木');
    expect(withoutHalfSign('阿依木\ufffd')).toBe('阿依木');
    expect(withoutHalfSign('阿依木\u{20087}')).toBe('阿依木\u{20087}');
  });

  test('one that is short and goes on in the other is no cut', () => {
    expect(compareNames('阿不都热合曼', '阿不都热合曼·伊明')).toBe('other');
  });
});

describe('the private use of GBK', () => {
  test('is read as the platform decodes GB 18030 of today, but for six signs that it leaves there', () => {
    const decoder = new TextDecoder('gb18030');
    const left: string[] = [];
    for (let place = 0; place < 80; place += 1) {
      // The second byte leaves out 0x7f.
      const byte = 0x50 + place + (place >= 0x2f ? 1 : 0);
      const privately = String.fromCharCode(0xe815 + place);
      const decoded = decoder.decode(Uint8Array.of(0xfe, byte));
      if (/\p{Co}/u.test(decoded)) left.push(withoutGbkPrivateUse(privately));
      else expect(withoutGbkPrivateUse(privately)).toBe(decoded);
    }
    // Older platforms leave the 18 of GB 18030-2022 there too.
    for (const sign of ['\u{20087}', '\u{20089}', '\u{200cc}', '\u{215d7}', '\u{2298f}', '\u{241fe}']) {
      expect(left).toContain(sign);
    }
    expect(left.join('')).not.toMatch(/\p{Co}/u);
  });
});

describe('whatever is written', () => {
  const sign = fc.constantFrom(
    '王',
    '明',
    '晓',
    '·',
    '•',
    '.',
    ' ',
    'a',
    'Ｂ',
    '\ue863',
    '䶮',
    '\u{20087}',
    '\ud840',
  );
  const names = fc.array(sign, { maxLength: 20 }).map((signs) => signs.join(''));

  test('a name is the same as itself or cannot be told, and comparing has no sides', () => {
    fc.assert(
      fc.property(names, names, (one, other) => {
        expect(compareNames(one, one)).toBe(normalName(one) === '' ? 'unsure' : 'same');
        expect(compareNames(one, other)).toBe(compareNames(other, one));
      }),
    );
  });

  test('normalising once is enough', () => {
    fc.assert(
      fc.property(names, (name) => {
        const once = normalName(name);
        expect(normalName(once)).toBe(once);
      }),
    );
  });
});

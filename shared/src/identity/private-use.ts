/**
 * GBK of 1995 (0xFE50 to 0xFEA0) had no code of its own for these 80 signs and put them into the private use area, U+E815
 * to U+E864, in this order; GB 18030-2000, 2005 and 2022 gave them standard codes one after the other. Chips, registers
 * and fonts hold both. Source: GB 18030-2022 (the decoder of ICU 73 and later); the six of Extension B, which that
 * leaves in private use at two bytes: the four-byte codes of GB 18030-2005.
 */
const FIRST = 0xe815;
const STANDARD =
  '⺁\u{20087}\u{20089}\u{200cc}⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮' +
  '㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧\u{215d7}龸⺪䁖' +
  '䅟⺮䌷⺳⺶⺷\u{2298f}䎱䎬⺻䏝䓖䙡䙌龹䜣' +
  '䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺' +
  '\u{241fe}䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻';
const SIGNS: readonly string[] = [...STANDARD];

/** The text with standard codes for what GBK had in private use. Other private signs stay: nobody knows what they are. */
export function withoutGbkPrivateUse(text: string): string {
  return text.replace(/[\ue815-\ue864]/g, (sign) => SIGNS[sign.charCodeAt(0) - FIRST] ?? sign);
}

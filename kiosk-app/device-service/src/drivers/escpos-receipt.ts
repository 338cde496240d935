import type { ReceiptField } from '@haizhu/shared/xfs/forms';
import iconv from 'iconv-lite';
import { CUT, INITIALIZE } from './escpos-codec.ts';

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;

/** Signs of half width on a line of 80 mm paper in the normal font (576 dots, 12 dots a sign). */
const LINE_WIDTH = 48;

const STYLE: Readonly<Record<ReceiptField['style'], { readonly center: boolean; readonly size: number }>> = {
  title: { center: true, size: 0x11 },
  big: { center: false, size: 0x11 },
  normal: { center: false, size: 0x00 },
  rule: { center: false, size: 0x00 },
};

/** A receipt as the bytes that print and cut it. Text in GB18030, as printers sold in China expect. */
export function encodeReceipt(lines: readonly ReceiptField[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(...INITIALIZE, FS, 0x26)];
  for (const line of lines) {
    const { center, size } = STYLE[line.style];
    parts.push(Uint8Array.of(ESC, 0x61, center ? 1 : 0, GS, 0x21, size, FS, 0x57, size === 0 ? 0 : 1));
    const text = line.style === 'rule' ? '-'.repeat(LINE_WIDTH) : printable(line.text);
    parts.push(iconv.encode(`${text}\n`, 'gb18030'));
  }
  // Feed past the cutter, cut, clear the styles.
  parts.push(Uint8Array.of(ESC, 0x64, 3, ...CUT, ...INITIALIZE));
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  for (const part of parts) part.fill(0);
  return bytes;
}

/** Text cannot carry commands of its own to the printer. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

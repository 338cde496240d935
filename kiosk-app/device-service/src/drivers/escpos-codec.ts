import type { ReceiptField } from '@haizhu/shared/xfs/forms';
import iconv from 'iconv-lite';

/** ESC/POS, as far as it is used. Names as in the printers' manuals. */
const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;
const EOT = 0x04;

/** Signs of half width on a line of 80 mm paper in the normal font (576 dots, 12 dots a sign). */
const LINE_WIDTH = 48;

/** Asks for one real-time status byte: 1 printer, 2 cause of being offline, 3 error, 4 paper. */
export function statusRequest(kind: 1 | 2 | 3 | 4): Uint8Array {
  return Uint8Array.of(DLE, EOT, kind);
}

/** Asks for the paper sensor in turn with the print data: its answer says that all before it was printed. */
export const PRINTED_REQUEST: Uint8Array = Uint8Array.of(GS, 0x72, 1);

export interface PrinterCondition {
  readonly coverOpen: boolean;
  readonly paper: 'full' | 'low' | 'out';
  /** Cutter stuck or paper jammed: somebody has to open it. */
  readonly jammed: boolean;
  /** An error that the printer cannot leave by itself. */
  readonly failed: boolean;
}

/** A status byte always has bits 1 and 4 set, and bits 0 and 7 clear. */
export function isStatusByte(byte: number): boolean {
  return (byte & 0b1001_0011) === 0b0001_0010;
}

/** The answer to `PRINTED_REQUEST` has bits 4 and 7 clear, which tells it from a real-time status byte. */
export function isPaperByte(byte: number): boolean {
  return (byte & 0b1001_0000) === 0;
}

/** What the four status bytes say together. */
export function conditionOf(bytes: {
  readonly offline: number;
  readonly error: number;
  readonly paper: number;
}): PrinterCondition {
  const isOut = (bytes.paper & 0x60) !== 0 || (bytes.offline & 0x20) !== 0;
  return {
    coverOpen: (bytes.offline & 0x04) !== 0,
    paper: isOut ? 'out' : (bytes.paper & 0x0c) !== 0 ? 'low' : 'full',
    jammed: (bytes.error & 0x08) !== 0,
    failed: (bytes.error & 0x20) !== 0,
  };
}

const STYLE: Readonly<Record<ReceiptField['style'], { readonly center: boolean; readonly size: number }>> = {
  title: { center: true, size: 0x11 },
  big: { center: false, size: 0x11 },
  normal: { center: false, size: 0x00 },
  rule: { center: false, size: 0x00 },
};

/** A receipt as the bytes that print and cut it. Text in GB18030, as printers sold in China expect. */
export function encodeReceipt(lines: readonly ReceiptField[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(ESC, 0x40, FS, 0x26)];
  for (const line of lines) {
    const { center, size } = STYLE[line.style];
    parts.push(Uint8Array.of(ESC, 0x61, center ? 1 : 0, GS, 0x21, size, FS, 0x57, size === 0 ? 0 : 1));
    const text = line.style === 'rule' ? '-'.repeat(LINE_WIDTH) : printable(line.text);
    parts.push(iconv.encode(`${text}\n`, 'gb18030'));
  }
  // Feed past the cutter, cut all but one point, clear the styles.
  parts.push(Uint8Array.of(ESC, 0x64, 3, GS, 0x56, 0x42, 0x00, ESC, 0x40));
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Text cannot carry commands of its own to the printer. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

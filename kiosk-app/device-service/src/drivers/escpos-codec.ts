/** ESC/POS, as far as it is used. Names as in the printers' manuals. */
const ESC = 0x1b;
const GS = 0x1d;
const DLE = 0x10;

/** Which real-time status byte: 1 printer, 2 cause of being offline, 3 error, 4 paper. */
export type StatusKind = 1 | 2 | 3 | 4;

/** DLE EOT n: asks for one real-time status byte. */
export function statusRequest(kind: StatusKind): Uint8Array {
  return Uint8Array.of(DLE, 0x04, kind);
}

/** GS r 1: asks for the paper sensor in turn with the print data: its answer says that all before it was printed. */
export const PRINTED_REQUEST: Uint8Array = Uint8Array.of(GS, 0x72, 1);

/** GS ( H: asks for an answer with this name (four signs) once all before it was printed. Better printers know it. */
export function processRequest(id: string): Uint8Array {
  return Uint8Array.of(GS, 0x28, 0x48, 6, 0, 48, 48, ...[...id].map((sign) => sign.charCodeAt(0)));
}

/** ESC @: clears the line that has begun, and all styles. */
export const INITIALIZE: Uint8Array = Uint8Array.of(ESC, 0x40);
/** GS V 66 0: feeds past the cutter, and cuts all but one point. */
export const CUT: Uint8Array = Uint8Array.of(GS, 0x56, 0x42, 0x00);
/** DLE ENQ 2: leaves an error that can be left, and forgets what was not printed. */
export const RECOVER: Uint8Array = Uint8Array.of(DLE, 0x05, 2);
/** DLE DC4 8: forgets what was not printed, so that no slip goes on under the next citizen's hands. */
export const DISCARD: Uint8Array = Uint8Array.of(DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

export interface PrinterCondition {
  readonly coverOpen: boolean;
  readonly paper: 'full' | 'low' | 'out';
  /** Cutter stuck or paper jammed: somebody has to open it. */
  readonly jammed: boolean;
  /** The head is too hot: it goes on by itself once it is not. */
  readonly hot: boolean;
  /** An error that the printer cannot leave by itself. */
  readonly failed: boolean;
  /** It takes nothing, and names no other reason. */
  readonly offline: boolean;
}

/** What the four status bytes say together. */
export function conditionOf(bytes: {
  readonly printer: number;
  readonly offline: number;
  readonly error: number;
  readonly paper: number;
}): PrinterCondition {
  const isOut = (bytes.paper & 0x60) !== 0 || (bytes.offline & 0x20) !== 0;
  const coverOpen = (bytes.offline & 0x04) !== 0;
  const jammed = (bytes.error & 0x0c) !== 0;
  const hot = (bytes.error & 0x40) !== 0;
  const isNamed = jammed || hot;
  const failed = (bytes.error & 0x20) !== 0 || ((bytes.offline & 0x40) !== 0 && !isNamed);
  return {
    coverOpen,
    paper: isOut ? 'out' : (bytes.paper & 0x0c) !== 0 ? 'low' : 'full',
    jammed,
    hot,
    failed,
    offline: (bytes.printer & 0x08) !== 0 && !(isOut || coverOpen || failed || isNamed),
  };
}

import { isUtf8 } from 'node:buffer';

/** The text that the bytes are; null where they are not UTF-8. */
export function exactText(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? looseText(bytes) : null;
}

/** The text of the bytes; replacement characters stand where they are not UTF-8. */
export function looseText(bytes: Uint8Array | string): string {
  if (typeof bytes === 'string') return bytes;
  if (bytes instanceof Buffer) return bytes.toString();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Lower-case hex SHA-256 of the UTF-8 bytes of a text. Synchronous on purpose: an IndexedDB transaction ends by
 * itself while WebCrypto's promise is awaited, and seq, `prev` and digest must be set in one transaction (S2).
 */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

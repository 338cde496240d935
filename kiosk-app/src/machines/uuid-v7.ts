/**
 * A UUID of version 7 (RFC 9562): it begins with the time, so that ids made one after the other lie beside each other
 * in the server's indexes, however many there are.
 * @param now ms since 1970 UTC
 * @param randomBytes gives as many random bytes as it is asked for
 */
export function uuidV7(now: number, randomBytes: (count: number) => Uint8Array): string {
  const bytes = Uint8Array.from(randomBytes(16));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  view.setUint8(6, ((bytes[6] ?? 0) & 0x0f) | 0x70);
  view.setUint8(8, ((bytes[8] ?? 0) & 0x3f) | 0x80);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

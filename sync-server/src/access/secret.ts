import { hash, randomBytes } from 'node:crypto';

/** A random secret of 256 bits with a prefix that tells scanners for leaked secrets what it is. */
export function makeSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a secret. The secrets have 256 bits, so a plain hash cannot be searched through. */
export function secretDigest(secret: string): string {
  return hash('sha256', secret);
}

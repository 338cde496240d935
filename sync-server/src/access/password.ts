import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of one hash. Memory is 128 · N · r bytes. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and about 0.2 s on one core; equal in strength to OWASP's minimum of N=2^17, r=8, p=1. */
export const PASSWORD_COST: PasswordCost = { N: 32_768, r: 8, p: 3 };

const KEY_BYTES = 32;
const SALT_BYTES = 16;

function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost, bytes: number): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // Typed differently, the same characters are the same password.
    scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** `scrypt$N$r$p$salt$key`: the parameters stand in the hash, so that raising the cost keeps old ones valid. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost, KEY_BYTES);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password is the one of the hash. Throws on a hash that this version cannot read. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key, ...rest] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined || rest.length > 0) {
    throw new Error('a password hash is not readable');
  }
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, 'base64url'), cost, expected.length);
  return timingSafeEqual(found, expected);
}

/** Whether a hash was made with another cost than the one in force. */
export function isOutdated(hash: string, { N, r, p }: PasswordCost): boolean {
  return !hash.startsWith(`scrypt$${N}$${r}$${p}$`);
}

/** A password to be used once: 16 signs of 31 that are not mistaken for each other, 79 bits. */
export function makeOneTimePassword(): string {
  return readableSecret(16).replaceAll(/(.{4})(?=.)/g, '$1-');
}

const READABLE = '23456789abcdefghjkmnpqrstuvwxyz';

/** Random signs that can be read aloud and typed; each is 4.95 bits. */
export function readableSecret(length: number): string {
  const limit = 256 - (256 % READABLE.length);
  let secret = '';
  while (secret.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && secret.length < length) secret += READABLE[byte % READABLE.length];
    }
  }
  return secret;
}

import { hash, randomBytes } from 'node:crypto';
import { CHECK_CODE_ALPHABET } from '@haizhu/shared/journal/check-code';
import { err, ok, type Result } from '@haizhu/shared/result';
import { audit } from '../access/audit.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { Actor } from './stations.ts';

/** How long a code can be used, ms. */
export const CODE_VALID_MS = 15 * 60_000;
/** 10 signs of 31 are 49 bits; within the limits on tries nobody guesses one in 15 minutes. */
const LENGTH = 10;

export interface EnrolmentCode {
  readonly code: string;
  readonly expiresAt: number;
}

/** Makes a code with which one machine can enrol once. Told once, stored as a digest; earlier unused ones end. */
export async function makeEnrolmentCode(
  store: Store,
  kioskId: string,
  by: Actor,
): Promise<Result<EnrolmentCode, 'not-found'>> {
  return store.write(async (tx): Promise<Result<EnrolmentCode, 'not-found'>> => {
    const kiosk = await tx.selectFrom('kiosk').select('id').where('id', '=', kioskId).executeTakeFirst();
    if (kiosk === undefined) return err('not-found');
    const code = await insertEnrolmentCode(tx, kioskId, by.at);
    await audit(tx, { ...by, action: 'kiosk.code-made', target: kioskId });
    return ok(code);
  });
}

export async function insertEnrolmentCode(tx: Tx, kioskId: string, at: number): Promise<EnrolmentCode> {
  const code = randomCode();
  const expiresAt = at + CODE_VALID_MS;
  await tx
    .deleteFrom('enrolment_code')
    .where('kiosk_id', '=', kioskId)
    .where('used_at', 'is', null)
    .execute();
  await tx
    .insertInto('enrolment_code')
    .values({
      code_digest: codeDigest(code),
      kiosk_id: kioskId,
      expires_at: expiresAt,
      used_at: null,
      used_thumbprint: null,
      epoch: null,
    })
    .execute();
  return { code, expiresAt };
}

/** Spaces, dashes and lower case in what was typed do not matter. */
export function codeDigest(typed: string): string {
  return hash('sha256', `enrolment-code:${typed.replaceAll(/[\s-]/g, '').toUpperCase()}`);
}

function randomCode(): string {
  const limit = 256 - (256 % CHECK_CODE_ALPHABET.length);
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of randomBytes(32)) {
      if (byte < limit && code.length < LENGTH)
        code += CHECK_CODE_ALPHABET[byte % CHECK_CODE_ALPHABET.length];
    }
  }
  return code;
}

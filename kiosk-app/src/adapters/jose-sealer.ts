import { type Applicant, SEALING } from '@haizhu/shared/journal/sealed';
import type { SealingKey } from '@haizhu/shared/sync/protocol';

/**
 * Seals to the server's public key. The content key is used once and forgotten: not even this kiosk can open it
 * again (S12). jose is loaded at the first application, not with the attract screen.
 */
export async function sealTo(key: SealingKey, personal: Applicant): Promise<string> {
  const { CompactEncrypt, importJWK } = await import('jose');
  const publicKey = await importJWK({ kty: key.kty, crv: key.crv, x: key.x, y: key.y }, SEALING.alg);
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(personal)))
    .setProtectedHeader({ ...SEALING, kid: key.kid })
    .encrypt(publicKey);
}

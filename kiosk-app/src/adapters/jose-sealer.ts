import { type Applicant, SEALING } from '@haizhu/shared/journal/sealed';
import type { SealingKey } from '@haizhu/shared/sync/protocol';

/** The key that was used last: it changes when the server's does. */
let imported: { readonly key: SealingKey; readonly publicKey: CryptoKey | Uint8Array } | null = null;

const isSame = (a: SealingKey, b: SealingKey) => a.kid === b.kid && a.x === b.x && a.y === b.y;

/**
 * Seals to the server's public key. The content key is used once and forgotten: not even this kiosk can open it
 * again (S12). jose is loaded at the first application, not with the attract screen.
 */
export async function sealTo(key: SealingKey, personal: Applicant): Promise<string> {
  const { CompactEncrypt, importJWK } = await import('jose');
  if (imported === null || !isSame(imported.key, key)) {
    const { kty, crv, x, y } = key;
    imported = { key, publicKey: await importJWK({ kty, crv, x, y }, SEALING.alg) };
  }
  const { publicKey } = imported;
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(personal)))
    .setProtectedHeader({ ...SEALING, kid: key.kid })
    .encrypt(publicKey);
}

import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { proofText } from '@haizhu/shared/sync/protocol';

/** Whether the proof was made with the private half of the kiosk's key: ECDSA P-256, SHA-256, r‖s in base64url. */
export function isProof(
  publicKeyJwk: string,
  proof: string,
  signed: {
    readonly nonce: string;
    readonly kiosk: string;
    readonly epoch: number;
    readonly protocol: number;
  },
): boolean {
  const signature = Buffer.from(proof, 'base64url');
  if (signature.length !== 64) return false;
  try {
    const key = createPublicKey({ key: JSON.parse(publicKeyJwk) as JsonWebKey, format: 'jwk' });
    const text = proofText(signed.nonce, signed.kiosk, signed.epoch, signed.protocol);
    return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

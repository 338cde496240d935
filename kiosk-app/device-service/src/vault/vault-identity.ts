import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { err, ok, type Result } from '@haizhu/shared/result';
import { type PublicKey, publicKeySchema } from '@haizhu/shared/vault/messages';
import * as z from 'zod/mini';
import type { VaultFiles } from './vault-files.ts';

const FILE = 'identity.json';

const identitySchema = z.object({
  /** What this machine is; null before it was enrolled. */
  current: z.nullable(
    z.object({ kiosk: z.string(), epoch: z.int(), enrolment: z.string(), privateKey: z.string() }),
  ),
  /** Key of an enrolment that was asked for and not answered: a second try must show the same key. */
  pending: z.nullable(z.object({ code: z.string(), privateKey: z.string() })),
});
type Identity = Readonly<z.infer<typeof identitySchema>>;

export interface Enrolled {
  readonly kiosk: string;
  readonly epoch: number;
  /** As the server told it, a JSON text. */
  readonly enrolment: string;
}

/**
 * What this machine is, and the key that proves it. The key is made here and never leaves: the page has texts signed. So
 * the machine keeps its name whatever the browser does with the page's data (decision 24).
 */
export class VaultIdentity {
  readonly #files: VaultFiles;
  #known: Identity;

  private constructor(files: VaultFiles, known: Identity) {
    this.#files = files;
    this.#known = known;
  }

  /** Rejects where the file is there and cannot be understood: it is not written over, people must look. */
  static async open(files: VaultFiles): Promise<VaultIdentity> {
    const bytes = await files.read(FILE);
    if (bytes === null) return new VaultIdentity(files, { current: null, pending: null });
    return new VaultIdentity(files, understood(bytes));
  }

  get enrolled(): Enrolled | null {
    return this.#known.current;
  }

  /** The key for an enrolment with this code, on the disk before it is told. */
  async keyFor(code: string): Promise<PublicKey> {
    const { pending } = this.#known;
    if (pending?.code === code) return publicKeyOf(pending.privateKey);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await this.#keep({ ...this.#known, pending: { code, privateKey: pem } });
    return publicKeyOf(pem);
  }

  /** A new enrolment, whose key counts from now on. Again with the same code, the answer was lost on the way. */
  async enrol(code: string, enrolled: Enrolled): Promise<Result<null, 'unknown'>> {
    const { pending } = this.#known;
    if (pending?.code !== code) return this.tellAnew(enrolled);
    await this.#keep({ current: { ...enrolled, privateKey: pending.privateKey }, pending: null });
    return ok(null);
  }

  /** What the server tells of the enrolment that this machine has. */
  async tellAnew(enrolled: Enrolled): Promise<Result<null, 'unknown'>> {
    const { current } = this.#known;
    if (current?.kiosk !== enrolled.kiosk || current.epoch !== enrolled.epoch) return err('unknown');
    if (current.enrolment === enrolled.enrolment) return ok(null);
    await this.#keep({ ...this.#known, current: { ...enrolled, privateKey: current.privateKey } });
    return ok(null);
  }

  /** ECDSA with SHA-256; base64url of r‖s. Only proofs of this very machine are signed (`proofText`). */
  sign(text: string): Result<string, 'unknown'> {
    const { current } = this.#known;
    if (current === null) return err('unknown');
    const [name, protocol, kiosk, epoch, nonce] = text.split(':');
    const isProof = name === 'haizhu-kiosk-proof' && protocol !== undefined && nonce !== undefined;
    if (!isProof || kiosk !== current.kiosk || epoch !== String(current.epoch)) return err('unknown');
    const key = { key: createPrivateKey(current.privateKey), dsaEncoding: 'ieee-p1363' } as const;
    return ok(sign('sha256', Buffer.from(text), key).toString('base64url'));
  }

  async #keep(next: Identity): Promise<void> {
    await this.#files.replace(FILE, new TextEncoder().encode(JSON.stringify(next)));
    this.#known = next;
  }
}

/** An error says nothing of the content: a key is in it. */
function understood(bytes: Uint8Array): Identity {
  try {
    return identitySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new Error(`${FILE} of the vault cannot be understood`);
  }
}

function publicKeyOf(pem: string): PublicKey {
  return publicKeySchema.parse(createPublicKey(pem).export({ format: 'jwk' }));
}

import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SEALING } from '@haizhu/shared/journal/sealed';
import { type SealingKey, sealingKeySchema } from '@haizhu/shared/sync/protocol';
import { compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/**
 * The server's key pairs for what is personal. A port: the private keys may live in files or in a hardware module.
 * Every key that ever sealed something stays able to open it; the newest seals.
 */
export interface SealingKeys {
  /** The public key to which kiosks seal now. */
  current(): SealingKey;
  /** Opens a compact JWE. Throws when no key fits or the content was changed. */
  open(jwe: string): Promise<string>;
  /** Makes a new current key; older ones still open. */
  rotate(): Promise<SealingKey>;
  /** Every key that opens, oldest first; the last one seals. */
  list(): readonly SealingKeyAge[];
}

export interface SealingKeyAge {
  readonly kid: string;
  /** Null where the name of the key does not tell. */
  readonly madeAt: number | null;
}

interface KeyPair {
  readonly publicKey: SealingKey;
  readonly privateJwk: JWK;
}

/** Keys as files that only this account may read, outside the database: a copy of the database opens nothing. */
export class FileSealingKeys implements SealingKeys {
  readonly #folder: string;
  #pairs: ReadonlyMap<string, KeyPair>;
  #current: SealingKey;

  private constructor(folder: string, { pairs, newest }: KeyRing) {
    this.#folder = folder;
    this.#pairs = pairs;
    this.#current = newest;
  }

  static async open(folder: string): Promise<FileSealingKeys> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    let ring = await readKeys(folder);
    if (ring === null) {
      await makePair(folder);
      ring = await readKeys(folder);
    }
    if (ring === null)
      throw new Error(`the folder of the keys ${folder} does not keep what is written into it`);
    return new FileSealingKeys(folder, ring);
  }

  current(): SealingKey {
    return this.#current;
  }

  async open(jwe: string): Promise<string> {
    const { plaintext } = await compactDecrypt(
      jwe,
      async ({ kid }) => {
        // Another server on the same folder may have made it.
        if (!this.#pairs.has(kid ?? '')) await this.#read();
        const pair = this.#pairs.get(kid ?? '');
        if (pair === undefined) throw new Error('no key of this name');
        return importJWK(pair.privateJwk, SEALING.alg);
      },
      { keyManagementAlgorithms: [SEALING.alg], contentEncryptionAlgorithms: [SEALING.enc] },
    );
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
  }

  async rotate(): Promise<SealingKey> {
    const { publicKey } = await makePair(this.#folder);
    await this.#read();
    return publicKey;
  }

  list(): readonly SealingKeyAge[] {
    return [...this.#pairs.keys()].map((kid) => ({ kid, madeAt: madeAt(kid) }));
  }

  async #read(): Promise<void> {
    const ring = await readKeys(this.#folder);
    if (ring === null) return;
    this.#pairs = ring.pairs;
    this.#current = ring.newest;
  }
}

interface KeyRing {
  readonly pairs: ReadonlyMap<string, KeyPair>;
  readonly newest: SealingKey;
}

/** Null when there is no key yet. */
async function readKeys(folder: string): Promise<KeyRing | null> {
  const pairs = new Map<string, KeyPair>();
  let newest: SealingKey | null = null;
  // Names begin with the moment of making, so the last one is the newest.
  for (const name of (await readdir(folder)).filter((n) => n.endsWith('.jwk.json')).sort()) {
    const jwk = JSON.parse(await readFile(join(folder, name), 'utf8')) as JWK;
    const publicKey = sealingKeySchema.parse(jwk);
    pairs.set(publicKey.kid, { publicKey, privateJwk: jwk });
    newest = publicKey;
  }
  return newest === null ? null : { pairs, newest };
}

/** The moment with which a key's name begins, as `makePair` writes it. */
function madeAt(kid: string): number | null {
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(kid) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at) ? null : at;
}

async function makePair(folder: string): Promise<{ readonly publicKey: SealingKey }> {
  const { privateKey } = await generateKeyPair(SEALING.alg, { crv: 'P-256', extractable: true });
  const kid = `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
  const jwk = { ...(await exportJWK(privateKey)), kid };
  const path = join(folder, `${kid}.jwk.json`);
  // Whole or not at all, and on disk before anything is sealed to it.
  const file = await open(`${path}.new`, 'wx', 0o600);
  await file.writeFile(`${JSON.stringify(jwk)}\n`);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  return { publicKey: sealingKeySchema.parse(jwk) };
}

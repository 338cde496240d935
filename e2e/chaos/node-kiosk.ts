import { sealTo } from '@haizhu/kiosk-app/adapters/jose-sealer';
import { createSocketTransport } from '@haizhu/kiosk-app/adapters/socket-transport';
import { JournalWriter } from '@haizhu/kiosk-app/sync/journal-writer';
import { SyncService } from '@haizhu/kiosk-app/sync/sync-service';
import { TrustedClock } from '@haizhu/kiosk-app/sync/trusted-clock';
import { type Enrolment, enrolmentSchema } from '@haizhu/shared/sync/protocol';
import { demoCode } from './demo-code.ts';
import type { FileJournalStore } from './file-journal-store.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const RETRY_MS = 200;

/** A kiosk of the kiosk's own journal and sync code, with a file instead of IndexedDB. */
export interface NodeKiosk {
  readonly kiosk: string;
  readonly epoch: number;
  readonly journal: JournalWriter;
  readonly link: SyncService;
}

/** Enrols with a code that `codeFor` gives, unless that was done before; tries until the server answers. */
async function enrolOnce(
  { store, serverUrl, address }: NodeKioskOptions,
  codeFor: () => Promise<string | null>,
): Promise<{ enrolment: Enrolment; key: CryptoKey }> {
  let jwk = store.getSetting('key') as JsonWebKey | null;
  if (jwk === null) {
    const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    jwk = await crypto.subtle.exportKey('jwk', pair.privateKey);
    store.setSetting('key', jwk);
  }
  const key = await crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['sign']);
  for (;;) {
    const known = enrolmentSchema.safeParse(store.getSetting('enrolment'));
    if (known.success) return { enrolment: known.data, key };
    const code = (store.getSetting('code') as string | null) ?? (await codeFor());
    if (code !== null) {
      // Kept before it is used: a second try must show the same code and the same key.
      store.setSetting('code', code);
      const { x, y } = jwk;
      const answer = await fetch(`${serverUrl}/api/v1/enrol`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(address === undefined ? {} : { 'x-forwarded-for': address }),
        },
        body: JSON.stringify({ code, publicKey: { kty: 'EC', crv: 'P-256', x, y }, journals: [] }),
      }).catch(() => null);
      if (answer?.ok) store.setSetting('enrolment', await answer.json());
      else if (answer?.status === 404) store.setSetting('code', null);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

export interface NodeKioskOptions {
  readonly store: FileJournalStore;
  readonly serverUrl: string;
  onFailure(kind: string, error: unknown): void;
  /** Where the code for enrolling comes from; a demonstration kiosk's by default. */
  codeFor?(): Promise<string | null>;
  /** Address that the kiosk seems to have, where the server believes a proxy's word. */
  readonly address?: string;
}

/** Opens the journal. The link does not start by itself. */
export async function openNodeKiosk(options: NodeKioskOptions): Promise<NodeKiosk> {
  const { store, serverUrl, onFailure } = options;
  const codeFor = options.codeFor ?? (() => demoCode(serverUrl));
  const { enrolment, key } = await enrolOnce(options, codeFor);
  const clock = new TrustedClock({ wall: () => Date.now(), monotonic: () => performance.now() }, null);
  let { sealingKey } = enrolment;
  const link = new SyncService({
    kiosk: enrolment.kiosk,
    epoch: enrolment.epoch,
    software: 'chaos',
    transport: createSocketTransport(serverUrl),
    store,
    clock,
    timers: {
      setTimeout: (fn, ms) => setTimeout(fn, ms),
      clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
    },
    random: () => Math.random(),
    sign: async (text) => {
      const hash = { name: 'ECDSA', hash: 'SHA-256' };
      return Buffer.from(await crypto.subtle.sign(hash, key, Buffer.from(text))).toString('base64url');
    },
    sealing: {
      kid: () => sealingKey.kid,
      use: (key) => {
        sealingKey = key;
      },
    },
  });
  const journal = await JournalWriter.open({
    kiosk: enrolment.kiosk,
    epoch: enrolment.epoch,
    store,
    clock,
    seal: (personal) => sealTo(sealingKey, personal),
    onCommitted: () => link.committed(),
    onFailure,
  });
  return { kiosk: enrolment.kiosk, epoch: enrolment.epoch, journal, link };
}

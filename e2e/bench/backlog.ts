import type { JournalState, StoredEntry } from '@haizhu/kiosk-app/sync/journal-store';
import { JournalWriter } from '@haizhu/kiosk-app/sync/journal-writer';
import { MemoryJournalStore } from '@haizhu/kiosk-app/sync/memory-journal-store';
import { TrustedClock } from '@haizhu/kiosk-app/sync/trusted-clock';
import { applicantAt, newId, submittedBody } from '../chaos/visit.ts';

/** Length of a sealed payload, characters. */
export const SEALED_LENGTH = 1500;

/** A text of a sealed payload's form and length, different each time. Nobody opens it in a benchmark. */
export function sealedLike(): string {
  const epk = { x: randomText(32), crv: 'P-256', kty: 'EC', y: randomText(32) };
  const header = toText(JSON.stringify({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: 'bench', epk }));
  const body = randomText(Math.ceil((SEALED_LENGTH - header.length - 1) * 0.75));
  return `${header}.${body}`.slice(0, SEALED_LENGTH);
}

function randomText(bytes: number): string {
  return toText(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}

const toText = (binary: string) => btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export interface Backlog {
  readonly states: readonly JournalState[];
  readonly entries: readonly StoredEntry[];
}

/** The journal of a kiosk that has taken in that many applications without a network, written by the kiosk's own writer. */
export async function makeBacklog(kiosk: string, epoch: number, applications: number): Promise<Backlog> {
  const store = new MemoryJournalStore();
  const journal = await JournalWriter.open({
    kiosk,
    epoch,
    store,
    clock: new TrustedClock({ wall: () => Date.now(), monotonic: () => performance.now() }, null),
    seal: async () => sealedLike(),
    onCommitted: () => {},
    onFailure: (kind, error) => {
      throw new Error(`${kind}: ${String(error)}`);
    },
  });
  for (let n = 0; n < applications; n += 1) {
    const body = submittedBody(newId(), newId());
    const stored = await journal.commit({ kind: 'application.submitted', body, personal: applicantAt(n) });
    if (!stored.ok) throw new Error(stored.error);
  }
  const entries = await store.read(epoch, 1, applications, Number.POSITIVE_INFINITY);
  return { states: await store.states(), entries };
}

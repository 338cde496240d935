import {
  type Hello,
  type Limits,
  MIN_PROTOCOL,
  PROTOCOL,
  type Refusal,
  type SealingKey,
  type Welcome,
} from '@haizhu/shared/sync/protocol';
import type { Clock } from '../clock.ts';
import type { PresenceBook } from '../devices/presence.ts';
import { isProof } from '../devices/verify-proof.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Store } from '../storage/store.ts';
import type { KioskSession } from './kiosk-session.ts';

export interface HelloDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly incidents: Pick<Incidents, 'record'>;
  readonly presence: PresenceBook;
  readonly limits: Limits;
  readonly simulated: readonly string[];
  sealingKey(): SealingKey;
}

/** Checks who a kiosk is and tells it where its journals stand. */
export async function answerHello(
  deps: HelloDeps,
  session: KioskSession,
  hello: Hello,
): Promise<Welcome | Refusal> {
  const { store, clock, incidents, presence, limits } = deps;
  session.claim(hello.kiosk);
  const refuse = (
    error: Refusal['error'] & Parameters<Incidents['record']>[0]['name'],
    detail: string,
  ): Refusal => {
    incidents.record({ name: error, kioskId: hello.kiosk, address: session.address, detail });
    return { ok: false, error, detail };
  };
  if (hello.protocol < MIN_PROTOCOL || hello.protocol > PROTOCOL) {
    return refuse(
      'protocol-unsupported',
      `version ${hello.protocol}; spoken here: ${MIN_PROTOCOL} to ${PROTOCOL}`,
    );
  }
  const kiosk = await store.read
    .selectFrom('kiosk')
    .innerJoin('station', 'station.id', 'kiosk.station_id')
    .select(['kiosk.current_epoch', 'kiosk.revoked_at', 'station.id', 'station.name_zh', 'station.name_en'])
    .where('kiosk.id', '=', hello.kiosk)
    .executeTakeFirst();
  if (kiosk === undefined) return refuse('unknown-kiosk', 'never added here');
  const epochs = await store.read
    .selectFrom('kiosk_epoch')
    .select(['epoch', 'through', 'public_key'])
    .where('kiosk_id', '=', hello.kiosk)
    .execute();
  const current = epochs.find((e) => e.epoch === hello.epoch);
  if (current === undefined || hello.epoch !== kiosk.current_epoch) {
    return refuse('stale-epoch', `epoch ${hello.epoch}; current: ${kiosk.current_epoch}`);
  }
  // After the key: only who holds it is told that the kiosk is revoked.
  const { nonce } = session;
  if (!isProof(current.public_key, hello.proof, { ...hello, nonce })) {
    return refuse('wrong-signature', 'the proof does not fit the enrolled key');
  }
  if (kiosk.revoked_at !== null) return refuse('revoked-kiosk', 'revoked by an administrator');

  const now = clock.now();
  session.prove(hello.kiosk, hello.epoch);
  const clockErrorMs = hello.wall - now;
  if (Math.abs(clockErrorMs) > limits.clockErrorMs) {
    incidents.record({
      name: 'clock-error',
      kioskId: hello.kiosk,
      address: session.address,
      detail: `${Math.round(clockErrorMs / 1000)} s`,
    });
  }
  const through: Welcome['through'] = [];
  for (const journal of hello.journals) {
    presence.toldHead(hello.kiosk, journal.epoch, journal.head);
    const known = epochs.find((e) => e.epoch === journal.epoch);
    if (known === undefined) continue;
    through.push({ epoch: known.epoch, through: known.through });
    if (known.epoch === hello.epoch && journal.head < known.through) {
      incidents.record({
        name: 'journal-behind',
        kioskId: hello.kiosk,
        address: session.address,
        detail: `journal ends at ${journal.head}, ledger has ${known.through}: its disk went back; enrol it again`,
      });
    }
  }
  const journal = hello.journals.find((j) => j.epoch === hello.epoch);
  const head = Math.max(journal?.head ?? 0, current.through);
  presence.connected(hello.kiosk, hello.epoch, now, clockErrorMs, hello.software, {
    head,
    through: current.through,
  });
  return {
    ok: true,
    serverTime: now,
    through,
    limits,
    sealingKey: deps.sealingKey(),
    station: { id: kiosk.id, zh: kiosk.name_zh, en: kiosk.name_en },
    simulated: [...deps.simulated],
  };
}

/** Whether nothing has been taken from the kiosk since it was welcomed: a revocation may come in between. */
export async function isStillWelcome(store: Store, kiosk: string, epoch: number): Promise<boolean> {
  const row = await store.read
    .selectFrom('kiosk')
    .select(['current_epoch', 'revoked_at'])
    .where('id', '=', kiosk)
    .executeTakeFirst();
  return row !== undefined && row.current_epoch === epoch && row.revoked_at === null;
}

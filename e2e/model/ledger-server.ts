import { type createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { ModelServer } from '@haizhu/kiosk-app/sync/testing/model-server';
import type { ServerEnd } from '@haizhu/kiosk-app/sync/testing/simulated-network';
import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { KioskFrame } from '@haizhu/kiosk-app/sync/transport';
import {
  DEFAULT_LIMITS,
  helloSchema,
  MIN_PROTOCOL,
  PROTOCOL,
  type SyncError,
} from '@haizhu/shared/sync/protocol';
import { PresenceBook } from '@haizhu/sync-server/devices/presence';
import { DomainEvents } from '@haizhu/sync-server/domain-events';
import type { IncidentName } from '@haizhu/sync-server/incidents/incidents';
import { IngestQueue } from '@haizhu/sync-server/ledger/ingest-queue';
import { Ledger } from '@haizhu/sync-server/ledger/ledger';
import { chainStartDigest } from '@haizhu/sync-server/ledger/verify-entry';
import { FRAMES, type FrameDeps, MalformedFrame } from '@haizhu/sync-server/sockets/kiosk-frames';
import { answerHello } from '@haizhu/sync-server/sockets/kiosk-hello';
import { KioskSession } from '@haizhu/sync-server/sockets/kiosk-session';
import { insertMany } from '@haizhu/sync-server/storage/insert-many';
import type { Schema } from '@haizhu/sync-server/storage/schema';
import type { Store } from '@haizhu/sync-server/storage/store';

const KIOSK = 'K1';
const TABLES = [
  'ledger',
  'ledger_conflict',
  'quarantine',
  'journal_day',
  'sealed_payload',
  'kiosk',
  'kiosk_epoch',
  'session',
  'application',
  'fault_occurrence',
  'authority_task',
] as const satisfies readonly (keyof Schema)[];

type Snapshot = ReadonlyMap<(typeof TABLES)[number], readonly Record<string, unknown>[]>;

/** The real frames, the real ingest, on a real database, in the virtual time of a model run. */
export class LedgerServer implements ModelServer {
  readonly store: Store;
  readonly incidents: { readonly name: IncidentName; readonly detail: string }[] = [];
  readonly #time: VirtualTime;
  readonly #sessions = new Map<ServerEnd, KioskSession>();
  readonly #publicKey: string;
  readonly #privateKey: ReturnType<typeof createPrivateKey>;
  #deps: FrameDeps | null = null;
  #trouble: { error: SyncError; left: number } = { error: 'internal', left: 0 };
  #backup: Snapshot | null = null;

  private constructor(store: Store, time: VirtualTime) {
    this.store = store;
    this.#time = time;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#publicKey = JSON.stringify(publicKey.export({ format: 'jwk' }));
    this.#privateKey = privateKey;
  }

  /** Takes a store, empties it and adds the kiosk. */
  static async open(store: Store, time: VirtualTime): Promise<LedgerServer> {
    const server = new LedgerServer(store, time);
    await store.write(async (tx) => {
      for (const table of TABLES) await tx.deleteFrom(table).execute();
      await tx.deleteFrom('presence').execute();
      await tx
        .insertInto('station')
        .values({ id: 'S1', name_zh: '测试派出所', name_en: 'Test station' })
        .onConflict((c) => c.doNothing())
        .execute();
      await tx
        .insertInto('kiosk')
        .values({
          id: KIOSK,
          station_id: 'S1',
          model: 'M1',
          installed_on: '2020-01-01',
          demo: 0,
          current_epoch: 0,
          created_at: time.now(),
          revoked_at: null,
        })
        .execute();
      await tx
        .insertInto('kiosk_epoch')
        .values(epochRow('server', 1, '', 0, ''))
        .execute();
    });
    return server;
  }

  async sign(text: string): Promise<string> {
    return sign('sha256', Buffer.from(text), { key: this.#privateKey, dsaEncoding: 'ieee-p1363' }).toString(
      'base64url',
    );
  }

  async enrol(epoch: number): Promise<void> {
    await this.store.write(async (tx) => {
      await tx
        .insertInto('kiosk_epoch')
        .values(epochRow(KIOSK, epoch, this.#publicKey, this.#time.now(), chainStartDigest(KIOSK, epoch)))
        .onConflict((c) => c.doNothing())
        .execute();
      await tx
        .updateTable('kiosk')
        .set({ current_epoch: epoch })
        .where('id', '=', KIOSK)
        .where('current_epoch', '<', epoch)
        .execute();
    });
  }

  kill(): void {
    this.#deps = null;
    this.#sessions.clear();
  }

  restart(): void {
    this.kill();
    const events = new DomainEvents();
    const clock = { now: () => this.#time.now() };
    const { store } = this;
    this.#deps = {
      store,
      clock,
      incidents: { record: ({ name, detail }) => void this.incidents.push({ name, detail }) },
      presence: new PresenceBook(store, events),
      limits: { ...DEFAULT_LIMITS, batchEntries: 7 },
      simulated: [],
      sealingKey: () => ({ kid: 'k', kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }),
      queue: new IngestQueue(new Ledger({ store, events, clock, reactions: [] })),
      openOrder: async () => ({ ok: false, error: 'not-found' }),
    };
  }

  async backUp(): Promise<void> {
    const snapshot = new Map<(typeof TABLES)[number], readonly Record<string, unknown>[]>();
    for (const table of TABLES) {
      snapshot.set(table, (await this.store.read.selectFrom(table).selectAll().execute()) as never);
    }
    this.#backup = snapshot;
  }

  async restoreBackup(): Promise<void> {
    const backup = this.#backup;
    if (backup === null) return;
    await this.store.write(async (tx) => {
      for (const [table, rows] of backup) {
        await tx.deleteFrom(table).execute();
        // The database numbers these rows itself; their order is what counts.
        const plain = rows.map(({ id, ...rest }) => (NUMBERED.has(table) ? rest : { id, ...rest }));
        const kept = plain.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([, v]) => v !== undefined)),
        );
        await insertMany(tx, this.store.engine, table, kept as never);
      }
    });
  }

  async texts(epoch: number): Promise<readonly string[]> {
    const rows = await this.store.read
      .selectFrom('ledger')
      .select('text')
      .where('origin', '=', KIOSK)
      .where('epoch', '=', epoch)
      .orderBy('seq')
      .execute();
    return rows.map((r) => r.text);
  }

  /** Of both sorts: a chain that is broken would show here too. */
  async conflicts(): Promise<readonly string[]> {
    const rows = await this.store.read
      .selectFrom('ledger_conflict')
      .select(['epoch', 'seq', 'offered_digest'])
      .execute();
    return rows.map((r) => `${r.epoch}/${r.seq}/${r.offered_digest}`);
  }

  trouble(error: 'slow-down' | 'internal', count: number): void {
    this.#trouble = { error, left: count };
  }

  close(): void {
    this.kill();
  }

  onConnect(end: ServerEnd): void {
    const session = new KioskSession('simulated');
    this.#sessions.set(end, session);
    end.challenge({
      nonce: session.nonce,
      serverTime: this.#time.now(),
      protocol: { min: MIN_PROTOCOL, max: PROTOCOL },
    });
  }

  async onFrame(end: ServerEnd, frame: KioskFrame, payload: unknown): Promise<unknown> {
    const deps = this.#deps;
    const session = this.#sessions.get(end);
    if (deps === null || session === undefined) return null;
    if (frame === 'push' && this.#trouble.left > 0) {
      this.#trouble.left -= 1;
      return { ok: false, error: this.#trouble.error, retryAfterMs: 500 };
    }
    const answer = await this.#answer(deps, session, frame, payload);
    // Killed while it worked: what was committed stays, the answer is lost.
    return this.#deps === deps ? answer : null;
  }

  async #answer(
    deps: FrameDeps,
    session: KioskSession,
    frame: KioskFrame,
    payload: unknown,
  ): Promise<unknown> {
    if (frame === 'hello') return answerHello(deps, session, helloSchema.parse(payload));
    const { proved } = session;
    if (proved === null) return { ok: false, error: 'not-proved' };
    try {
      return await FRAMES[frame](deps, session, proved, payload);
    } catch (error) {
      if (error instanceof MalformedFrame) return { ok: false, error: 'malformed-frame' };
      throw error;
    }
  }
}

const NUMBERED: ReadonlySet<string> = new Set(['ledger', 'ledger_conflict']);

function epochRow(kiosk: string, epoch: number, publicKey: string, at: number, lastDigest: string) {
  return {
    kiosk_id: kiosk,
    epoch,
    public_key: publicKey,
    key_thumbprint: '',
    enrolled_at: at,
    through: 0,
    last_digest: lastDigest,
    told_head: 0,
  };
}

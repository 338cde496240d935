import { generateKeyPairSync, sign } from 'node:crypto';
import type { ServerEnd, ServerSide } from '@haizhu/kiosk-app/sync/testing/simulated-network';
import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { KioskFrame } from '@haizhu/kiosk-app/sync/transport';
import { applicantSchema } from '@haizhu/shared/journal/sealed';
import { err, ok } from '@haizhu/shared/result';
import { DEFAULT_LIMITS, helloSchema, MIN_PROTOCOL, PROTOCOL } from '@haizhu/shared/sync/protocol';
import { applicationStatus } from '@haizhu/sync-server/applications/application-status';
import { authorityReaction } from '@haizhu/sync-server/applications/authority-reaction';
import { createAuthorityWorker } from '@haizhu/sync-server/applications/authority-worker';
import type { Authority } from '@haizhu/sync-server/authority/authority';
import { PresenceBook } from '@haizhu/sync-server/devices/presence';
import { DomainEvents } from '@haizhu/sync-server/domain-events';
import type { DueWorker } from '@haizhu/sync-server/due-worker';
import { IngestQueue } from '@haizhu/sync-server/ledger/ingest-queue';
import { Ledger } from '@haizhu/sync-server/ledger/ledger';
import { chainStartDigest } from '@haizhu/sync-server/ledger/verify-entry';
import { paymentReaction } from '@haizhu/sync-server/payments/payment-reaction';
import { createPaymentWorker } from '@haizhu/sync-server/payments/payment-worker';
import { openOrder, type PaymentDeps, settle } from '@haizhu/sync-server/payments/payments';
import type { OpenSealed } from '@haizhu/sync-server/sealing/open-sealed';
import { FRAMES, type FrameDeps, MalformedFrame } from '@haizhu/sync-server/sockets/kiosk-frames';
import { answerHello } from '@haizhu/sync-server/sockets/kiosk-hello';
import { KioskSession } from '@haizhu/sync-server/sockets/kiosk-session';
import type { Store } from '@haizhu/sync-server/storage/store';
import type { Bank } from './bank.ts';

export const KIOSK = 'K1';
export const EPOCH = 1;
/** How often the workers look whether something is due, ms. */
const LOOK_MS = 2000;

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PUBLIC_KEY = JSON.stringify(publicKey.export({ format: 'jwk' }));

/** Proof of the kiosk's key. */
export async function signAsKiosk(text: string): Promise<string> {
  return sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );
}

/** What is personal stays readable here: the cipher has its own tests, and takes longer than everything else. */
export const sealForOffice = async (personal: unknown): Promise<string> =>
  Buffer.from(JSON.stringify(personal)).toString('base64url');

/** Nobody looks at the presence of a simulated kiosk. */
class NoPresence extends PresenceBook {
  override connected(): void {}
  override told(): void {}
  override disconnected(): void {}
  override toldHead(): void {}
}

interface Running {
  readonly deps: FrameDeps;
  readonly payments: PaymentDeps;
  readonly events: DomainEvents;
  readonly workers: readonly { readonly worker: DueWorker; isBusy: boolean; isWoken: boolean }[];
}

export interface OfficeParts {
  readonly store: Store;
  readonly time: VirtualTime;
  readonly authority: Authority;
  readonly bank: Bank;
  random(): number;
  onMistake(error: unknown): void;
}

/** The real server in this process and on the run's time: frames, ledger, authority and payment workers. */
export class Office implements ServerSide {
  readonly #parts: OfficeParts;
  readonly #sessions = new Map<ServerEnd, KioskSession>();
  #running: Running | null = null;

  private constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  /** With one kiosk, enrolled. */
  static async open(parts: OfficeParts): Promise<Office> {
    const { store, time } = parts;
    const epoch = { key_thumbprint: '', enrolled_at: time.now(), through: 0, told_head: 0 };
    await store.write(async (tx) => {
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
          current_epoch: EPOCH,
          created_at: time.now(),
          revoked_at: null,
        })
        .execute();
      await tx
        .insertInto('kiosk_epoch')
        .values([
          {
            ...epoch,
            kiosk_id: KIOSK,
            epoch: EPOCH,
            public_key: PUBLIC_KEY,
            last_digest: chainStartDigest(KIOSK, EPOCH),
          },
        ])
        .execute();
    });
    const office = new Office(parts);
    office.start();
    return office;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  start(): void {
    if (this.#running !== null) return;
    const { store, time, authority, bank, random, onMistake } = this.#parts;
    const clock = { now: () => time.now() };
    const events = new DomainEvents();
    const real = new Ledger({
      store,
      events,
      clock,
      reactions: [authorityReaction(store.engine, clock), paymentReaction(clock)],
    });
    // What a server that was killed was still doing does not reach the ledger.
    const isThis = () => this.#running?.events === events;
    const ledger: Pick<Ledger, 'record'> = {
      record: (work) => (isThis() ? real.record(work) : Promise.reject(new Error('the server was killed'))),
    };
    const incidents = { record: () => {} };
    const payments: PaymentDeps = { store, ledger, clock, provider: bank };
    const openSealed: OpenSealed = async ({ origin, epoch, seq }) => {
      const row = await store.read
        .selectFrom('sealed_payload')
        .select('jwe')
        .where('origin', '=', origin)
        .where('epoch', '=', epoch)
        .where('seq', '=', seq)
        .executeTakeFirst();
      if (row === undefined) return err('missing');
      return ok(applicantSchema.parse(JSON.parse(Buffer.from(row.jwe, 'base64url').toString())));
    };
    const log = () => {};
    const deps: FrameDeps = {
      store,
      clock,
      incidents,
      presence: new NoPresence(store, events),
      limits: DEFAULT_LIMITS,
      simulated: [],
      sealingKey: () => ({ kid: 'k', kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }),
      queue: new IngestQueue(real),
      openOrder: (application, kiosk) => openOrder(payments, application, kiosk),
    };
    const workers = [
      createAuthorityWorker({ store, ledger, authority, openSealed, incidents, clock, random, log }),
      createPaymentWorker({ ...payments, incidents, random, log }),
    ].map((worker) => ({ worker, isBusy: false, isWoken: false }));
    const running: Running = { deps, payments, events, workers };
    this.#running = running;
    events.on('application', (row) => {
      for (const [end, session] of this.#sessions) {
        if (session.watches(row.id)) end.application(applicationStatus(row));
      }
    });
    events.on('changed', (topics) => {
      if (topics.has('report') || topics.has('payments')) this.#wake(running);
    });
    const look = () => {
      if (this.#running !== running) return;
      this.#wake(running);
      time.setTimeout(look, LOOK_MS);
    };
    look();
    bank.notify = (order, told) => {
      if (this.#running !== running) return;
      settle(payments, order, told).catch(onMistake);
    };
  }

  /** What is committed stays, everything else is gone. */
  kill(): void {
    this.#running = null;
    this.#sessions.clear();
    this.#parts.bank.notify = null;
  }

  onConnect(end: ServerEnd): void {
    const session = new KioskSession('simulated');
    // A kiosk has one connection: the one before is a dead link.
    this.#sessions.clear();
    this.#sessions.set(end, session);
    end.challenge({
      nonce: session.nonce,
      serverTime: this.#parts.time.now(),
      protocol: { min: MIN_PROTOCOL, max: PROTOCOL },
    });
  }

  async onFrame(end: ServerEnd, frame: KioskFrame, payload: unknown): Promise<unknown> {
    const running = this.#running;
    const session = this.#sessions.get(end);
    if (running === null || session === undefined) return null;
    const answer = await this.#answer(running.deps, session, frame, payload);
    return this.#running === running ? answer : null;
  }

  async #answer(
    deps: FrameDeps,
    session: KioskSession,
    frame: KioskFrame,
    payload: unknown,
  ): Promise<unknown> {
    if (frame === 'hello') return answerHello(deps, session, helloSchema.parse(payload));
    if (session.proved === null) return { ok: false, error: 'not-proved' };
    try {
      return await FRAMES[frame](deps, session, session.proved, payload);
    } catch (error) {
      if (error instanceof MalformedFrame) return { ok: false, error: 'malformed-frame' };
      this.#parts.onMistake(error);
      return { ok: false, error: 'internal' };
    }
  }

  /** The workers poll on the clock of the machine, which stands still here: each look is begun and ended. */
  #wake(running: Running): void {
    for (const each of running.workers) void this.#look(running, each);
  }

  async #look(running: Running, each: Running['workers'][number]): Promise<void> {
    each.isWoken = true;
    if (each.isBusy) return;
    each.isBusy = true;
    while (each.isWoken && this.#running === running) {
      each.isWoken = false;
      each.worker.start();
      await each.worker.idle();
      await each.worker.stop();
    }
    each.isBusy = false;
  }
}

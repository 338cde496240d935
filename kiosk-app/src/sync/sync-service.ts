import { err, ok, type Result } from '@haizhu/shared/result';
import {
  type ApplicationStatus,
  checkAnswerSchema,
  type PayOrder,
  payAnswerSchema,
  type Refusal,
  type SealingKey,
  type Presence as Told,
  type Welcome,
  watchAnswerSchema,
} from '@haizhu/shared/sync/protocol';
import { type Actor, createActor } from 'xstate';
import type { AskError, LinkState, ServerLink } from '../ports/server-link.ts';
import type { JournalStore, Queue } from './journal-store.ts';
import { type SyncDeps, syncMachine } from './sync-machine.ts';
import { leastAgeOf } from './time-mark.ts';
import type { KioskFrame } from './transport.ts';

export interface SyncServiceOptions extends Omit<SyncDeps, 'presence'> {
  /** Space the browser tells of; null where it does not. */
  storage?(): Promise<Told['storage']>;
  /** The key to which the kiosk seals. The server says at a welcome, and beside presence, when it is another. */
  readonly sealing: { kid(): string; use(key: SealingKey): void };
  /** Keeps what a welcome told for the next start: station, limits, clock error. */
  onWelcome?(welcome: Welcome, clockErrorMs: number): void;
}

type Presence = Parameters<ServerLink['report']>[0];

/** The server link of one kiosk: the sync machine, and questions about applications beside it. */
export class SyncService implements ServerLink {
  readonly #actor: Actor<typeof syncMachine>;
  readonly #store: JournalStore;
  readonly #clock: SyncDeps['clock'];
  readonly #listeners = new Set<(state: LinkState) => void>();
  readonly #watched = new Map<string, Set<(status: ApplicationStatus) => void>>();
  #presence: Presence = { level: 'in-service', faults: [], screen: 'boot' };
  #state: LinkState = {
    online: false,
    refusal: null,
    queued: 0,
    applications: 0,
    oldestAt: null,
    clockErrorMs: null,
    station: null,
    simulated: [],
  };
  #journal: Omit<Queue, 'oldestMark'> & { readonly head: number; readonly through: number } = {
    queued: 0,
    oldestAt: null,
    head: 0,
    through: 0,
  };
  #refreshing = false;
  #refreshAgain = false;

  constructor(options: SyncServiceOptions) {
    const { storage, sealing, onWelcome, ...deps } = options;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#actor = createActor(syncMachine, {
      clock: options.timers as never,
      input: {
        ...deps,
        presence: async () => {
          const [journal, space] = await Promise.all([
            this.#journalNow(options.epoch),
            storage?.().catch(() => null) ?? null,
          ]);
          return { ...this.#presence, ...journal, storage: space, sealingKid: sealing.kid() };
        },
      },
    });
    this.#actor.on('application', ({ status }) => this.#tell(status));
    this.#actor.on('progress', () => void this.#refresh());
    this.#actor.on('sealing-key', ({ key }) => sealing.use(key));
    this.#actor.on('welcome', ({ welcome, clockErrorMs }) => {
      this.#change({ station: welcome.station, simulated: welcome.simulated, clockErrorMs });
      sealing.use(welcome.sealingKey);
      onWelcome?.(welcome, clockErrorMs);
      // A server that went back makes acknowledged entries queued again.
      void this.#refresh();
      void this.#askAboutWatched();
    });
    this.#actor.subscribe((snapshot) => {
      const online = snapshot.matches({ linked: 'online' });
      const { refusal, clockErrorMs } = snapshot.context;
      this.#change({ online, refusal, clockErrorMs });
    });
  }

  start(known?: Partial<Pick<LinkState, 'station' | 'simulated'>>): void {
    if (known !== undefined) this.#change(known);
    this.#actor.start();
    this.#actor.send({ type: 'START' });
    void this.#refresh();
  }

  stop(): void {
    this.#actor.send({ type: 'STOP' });
    this.#actor.stop();
  }

  /** The browser says the network is back: try at once. */
  networkUp(): void {
    this.#actor.send({ type: 'NETWORK_UP' });
  }

  /** The journal has a new entry. */
  committed(): void {
    this.#actor.send({ type: 'COMMITTED' });
    void this.#refresh();
  }

  state(): LinkState {
    return this.#state;
  }

  watch(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  watchApplication(application: string, listener: (status: ApplicationStatus) => void): () => void {
    const listeners = this.#watched.get(application) ?? new Set();
    listeners.add(listener);
    this.#watched.set(application, listeners);
    void this.#askAboutWatched();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#watched.delete(application);
    };
  }

  async check(lookup: string): Promise<Result<ApplicationStatus, AskError>> {
    const answered = await this.#ask('check', { lookup });
    if (!answered.ok) return answered;
    const answer = checkAnswerSchema.safeParse(answered.value);
    if (!answer.success) return err('refused');
    return answer.data.ok ? ok(answer.data.status) : err(asked(answer.data));
  }

  async pay(application: string): Promise<Result<PayOrder, AskError>> {
    const answered = await this.#ask('pay', { application });
    if (!answered.ok) return answered;
    const answer = payAnswerSchema.safeParse(answered.value);
    if (!answer.success) return err('refused');
    return answer.data.ok ? ok(answer.data.order) : err(asked(answer.data));
  }

  report(presence: Presence): void {
    this.#presence = presence;
    this.#actor.send({ type: 'PRESENCE_CHANGED' });
  }

  /** A disk that cannot be read must not silence the kiosk: what was read last is told then. */
  async #journalNow(epoch: number) {
    try {
      const [{ queued, oldestAt, oldestMark }, states] = await Promise.all([
        this.#store.queue(),
        this.#store.states(),
      ]);
      const { head = 0, through = 0 } = states.find((s) => s.epoch === epoch) ?? {};
      // The server ages it by its own clock: it is told since when it waits, as far as that is known.
      const waitedMs = oldestAt === null ? null : leastAgeOf(oldestAt, oldestMark, this.#clock);
      const oldest = waitedMs === null ? oldestAt : this.#clock.now() - waitedMs;
      this.#journal = { queued, oldestAt: oldest === null ? null : Math.round(oldest), head, through };
    } catch {
      // Who commits next meets the same disk and says so.
    }
    return this.#journal;
  }

  async #ask(frame: KioskFrame, payload: unknown): Promise<Result<unknown, AskError>> {
    const snapshot = this.#actor.getSnapshot();
    const { connection, limits } = snapshot.context;
    if (connection === null || !snapshot.matches({ linked: 'online' })) return err('offline');
    const answered = await connection.ask(frame, payload, limits.answerMs);
    return answered.ok ? answered : err('offline');
  }

  async #askAboutWatched(): Promise<void> {
    // As many as a frame may name; nobody stands at a kiosk with more.
    const applications = [...this.#watched.keys()].slice(-20);
    if (applications.length === 0) return;
    const answered = await this.#ask('watch', { applications });
    if (!answered.ok) return;
    const answer = watchAnswerSchema.safeParse(answered.value);
    if (!answer.success || !answer.data.ok) return;
    for (const status of answer.data.statuses) this.#tell(status);
  }

  #tell(status: ApplicationStatus): void {
    for (const listener of this.#watched.get(status.application) ?? []) listener(status);
  }

  #change(change: Partial<LinkState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof LinkState)[];
    if (keys.every((key) => isSame(next[key], this.#state[key]))) return;
    this.#state = next;
    for (const listener of this.#listeners) listener(next);
  }

  /** Reads the queue again; at most one reading at a time, and one more if something changed meanwhile. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    do {
      this.#refreshAgain = false;
      try {
        const applications = await this.#store.waitingApplications();
        this.#change({ oldestMark: undefined, ...(await this.#store.queue()), applications });
      } catch {
        // The next commit or upload meets the same store and says so to those who must act.
        break;
      }
    } while (this.#refreshAgain);
    this.#refreshing = false;
  }
}

/** A mark is read anew from the disk each time. */
const isSame = (one: unknown, other: unknown) =>
  one === other || (isMark(one) && isMark(other) && JSON.stringify(one) === JSON.stringify(other));
const isMark = (value: unknown) => typeof value === 'object' && value !== null && 'trust' in value;

function asked(refusal: Refusal): AskError {
  switch (refusal.error) {
    case 'not-found':
    case 'not-payable':
    case 'slow-down':
      return refusal.error;
    case 'malformed-frame':
    case 'frame-too-large':
    case 'protocol-unsupported':
    case 'unknown-kiosk':
    case 'revoked-kiosk':
    case 'stale-epoch':
    case 'wrong-signature':
    case 'not-proved':
    case 'seq-gap':
    case 'internal':
      return 'refused';
  }
}

import { applicationProjection } from '../applications/application-projection.ts';
import { sessionProjection } from '../applications/session-projection.ts';
import type { Clock } from '../clock.ts';
import { faultProjection } from '../devices/fault-projection.ts';
import type { DomainEvents, Topic } from '../domain-events.ts';
import type { Row } from '../storage/schema.ts';
import type { Store, Tx } from '../storage/store.ts';
import { CannotFold } from './cannot-fold.ts';
import { type BatchResult, ingestBatches, type KioskBatch } from './ingest.ts';
import { noteTold } from './journal-days.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { type Projected, type Projection, project } from './projection.ts';
import { withRepaired } from './repaired.ts';
import { appendServerEntries, SERVER_ORIGIN, type ServerFact } from './server-entries.ts';

/** All tables that are made of the ledger. */
export const PROJECTIONS: readonly Projection[] = [
  sessionProjection as unknown as Projection,
  applicationProjection as unknown as Projection,
  faultProjection as unknown as Projection,
];

/**
 * What follows from entries inside their transaction: work that becomes due. Not run in a rebuild, since the work
 * was done long ago.
 */
export type Reaction = (
  tx: Tx,
  entries: readonly LedgerEntry[],
  applications: ReadonlyMap<string, Row<'application'>>,
) => Promise<void>;

export interface LedgerOptions {
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly reactions: readonly Reaction[];
}

/** The only way into the ledger: entry, projections, and what becomes due change together or not at all (S5). */
export class Ledger {
  readonly #options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Takes in batches of several kiosks in one transaction; one result for each, in order. */
  async ingest(batches: readonly KioskBatch[]): Promise<readonly BatchResult[]> {
    const after = new AfterCommit();
    const results = await this.#options.store.write(async (tx) => {
      after.clear();
      return ingestBatches(tx, this.#options.store.engine, batches, this.#options.clock.now(), {
        project: (entries) => this.#project(tx, entries, after),
        say: (facts) => this.#say(tx, facts, after),
      });
    });
    after.tell(this.#options.events);
    return results;
  }

  /** Runs work and writes what the server has to say of it, together. `before` may decide that there is nothing. */
  async record<T>(
    work: (tx: Tx, say: (...facts: readonly ServerFact[]) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const after = new AfterCommit();
    const result = await this.#options.store.write(async (tx) => {
      after.clear();
      return work(tx, (...facts) => this.#say(tx, facts, after));
    });
    after.tell(this.#options.events);
    return result;
  }

  async #say(tx: Tx, facts: readonly ServerFact[], after: AfterCommit): Promise<void> {
    const entries = await appendServerEntries(tx, this.#options.store.engine, facts);
    const { rejected } = await this.#project(tx, entries, after);
    for (const [entry, poison] of rejected) throw new CannotFold(entry, poison);
  }

  async #project(tx: Tx, written: readonly LedgerEntry[], after: AfterCommit): Promise<Projected> {
    const { store, reactions } = this.#options;
    const entries = withRepaired(written);
    const stations = await this.#stationsOf(tx, entries);
    const projected = await project(tx, store.engine, PROJECTIONS, entries, {
      stationOf: (kiosk) => stations.get(kiosk) ?? '',
    });
    const valid = projected.rejected.size === 0 ? entries : entries.filter((e) => !projected.rejected.has(e));
    await noteTold(tx, valid);
    const applications = (projected.changed.get('application') ?? new Map()) as ReadonlyMap<
      string,
      Row<'application'>
    >;
    for (const react of reactions) await react(tx, valid, applications);
    after.add(valid, applications);
    return projected;
  }

  /** Where the kiosks stand while the transaction lasts: who moves one waits until it has ended. */
  async #stationsOf(tx: Tx, entries: readonly LedgerEntry[]): Promise<ReadonlyMap<string, string>> {
    const kiosks = new Set(entries.map((e) => e.origin));
    kiosks.delete(SERVER_ORIGIN);
    if (kiosks.size === 0) return new Map();
    let query = tx
      .selectFrom('kiosk')
      .select(['id', 'station_id'])
      .where('id', 'in', [...kiosks]);
    if (this.#options.store.engine === 'postgres') query = query.forShare();
    return new Map((await query.execute()).map((row) => [row.id, row.station_id]));
  }
}

/** Collects what has to be told once the transaction is committed; emptied when a transaction is tried again. */
class AfterCommit {
  readonly #topics = new Set<Topic>();
  readonly #applications = new Map<string, Row<'application'>>();

  clear(): void {
    this.#topics.clear();
    this.#applications.clear();
  }

  add(entries: readonly LedgerEntry[], applications: ReadonlyMap<string, Row<'application'>>): void {
    for (const { kind } of entries) {
      const topic = TOPICS[kind.slice(0, kind.indexOf('.'))];
      if (topic !== undefined) this.#topics.add(topic);
      if (QUARANTINE.has(kind)) this.#topics.add('quarantine');
    }
    for (const row of applications.values()) this.#applications.set(row.id, row);
  }

  tell(events: DomainEvents): void {
    if (this.#topics.size > 0) events.emit('changed', new Set(this.#topics));
    for (const row of this.#applications.values()) events.emit('application', row);
  }
}

const QUARANTINE: ReadonlySet<string> = new Set(['entry.set-aside', 'entry.repaired', 'entry.dismissed']);

const TOPICS: Readonly<Record<string, Topic>> = {
  session: 'report',
  rating: 'report',
  application: 'report',
  payment: 'payments',
  card: 'payments',
  fault: 'faults',
  kiosk: 'kiosks',
  journal: 'report',
  entry: 'incidents',
};

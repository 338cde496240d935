import { DatabaseSync } from 'node:sqlite';
import type {
  BuiltEntry,
  JournalState,
  JournalStore,
  Place,
  Queue,
  StoredEntry,
} from '@haizhu/kiosk-app/sync/journal-store';
import { queueOf, withinBytes } from '@haizhu/kiosk-app/sync/memory-journal-store';
import type { OpenItem } from '@haizhu/kiosk-app/sync/open-items';
import {
  type Acknowledged,
  forgetStep,
  type KeepRule,
  withThrough,
} from '@haizhu/kiosk-app/sync/sealed-keeping';

/** A journal in a file, for simulated kiosks that are killed: each commit is on disk before it is told. */
export class FileJournalStore implements JournalStore {
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.#db = new DatabaseSync(path, { timeout: 5000 });
    this.#db.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      create table if not exists journal (epoch integer primary key, head integer, head_digest text, through integer,
        acks text not null default '[]', bare integer not null default 0, first integer not null default 1);
      create table if not exists entry (epoch integer, seq integer, lookup text, text text, sealed text, rest text,
        primary key (epoch, seq)) without rowid;
      create table if not exists open_item (id text primary key, content text);
      create table if not exists setting (key text primary key, value text);
    `);
  }

  /** What the kiosk remembers of itself beside its journal. */
  getSetting(key: string): unknown {
    const row = this.#db.prepare('select value from setting where key = ?').get(key);
    return row === undefined ? null : JSON.parse(String(row['value']));
  }

  setSetting(key: string, value: unknown): void {
    this.#db
      .prepare('insert or replace into setting (key, value) values (?, ?)')
      .run(key, JSON.stringify(value));
  }

  /** Puts in a journal that was written elsewhere: for benchmarks that begin with a backlog. */
  fill(states: readonly JournalState[], entries: readonly StoredEntry[]): void {
    this.#db.exec('begin immediate');
    const put = this.#db.prepare(
      'insert or replace into journal (epoch, head, head_digest, through) values (?, ?, ?, ?)',
    );
    for (const { epoch, head, headDigest, through } of states) put.run(epoch, head, headDigest, through);
    for (const entry of entries) this.#add(entry);
    this.#db.exec('commit');
  }

  async begin(epoch: number, digest: string, from = 1): Promise<void> {
    this.#db
      .prepare(
        'insert or ignore into journal (epoch, head, head_digest, through, first) values (?, ?, ?, ?, ?)',
      )
      .run(epoch, from - 1, digest, from - 1, from);
  }

  async states(): Promise<readonly JournalState[]> {
    return this.#db.prepare('select * from journal order by epoch').all().map(toState);
  }

  async append(epoch: number, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    const db = this.#db;
    db.exec('begin immediate');
    try {
      const state = this.#state(epoch);
      const seq = state.head + 1;
      const { open, ...rest } = build({ epoch, seq, prev: state.headDigest });
      const entry: StoredEntry = { epoch, seq, ...rest };
      this.#add(entry);
      db.prepare('update journal set head = ?, head_digest = ? where epoch = ?').run(
        seq,
        entry.digest,
        epoch,
      );
      for (const id of open.remove) db.prepare('delete from open_item where id = ?').run(id);
      for (const item of open.put) {
        db.prepare('insert or replace into open_item values (?, ?)').run(item.id, JSON.stringify(item));
      }
      db.exec('commit');
      return entry;
    } catch (error) {
      db.exec('rollback');
      throw error;
    }
  }

  async read(
    epoch: number,
    from: number,
    maxEntries: number,
    maxBytes: number,
  ): Promise<readonly StoredEntry[]> {
    const rows = this.#db
      .prepare('select text, sealed, rest from entry where epoch = ? and seq >= ? order by seq limit ?')
      .all(epoch, from, maxEntries);
    return withinBytes(rows.map(toEntry), maxBytes);
  }

  async setThrough(epoch: number, through: number): Promise<void> {
    const { acks = [] } = withThrough(this.#state(epoch), through);
    // Relaxed as at the kiosk: what a power cut takes of it is learnt again, and no kiosk of the process waits for it.
    this.#db.exec('pragma synchronous = normal');
    try {
      this.#db
        .prepare('update journal set through = ?, acks = ? where epoch = ?')
        .run(through, JSON.stringify(acks), epoch);
    } finally {
      this.#db.exec('pragma synchronous = full');
    }
  }

  async forgetSealed(epoch: number, rule: KeepRule, most: number): Promise<number> {
    const before = this.#state(epoch);
    const { state, from, to } = forgetStep(before, rule, most);
    if (state === before) return 0;
    this.#db.exec('begin immediate');
    this.#db
      .prepare('update journal set acks = ?, bare = ? where epoch = ?')
      .run(JSON.stringify(state.acks ?? []), state.bare ?? 0, epoch);
    this.#db
      .prepare('update entry set sealed = null where epoch = ? and seq between ? and ?')
      .run(epoch, from, to);
    this.#db.exec('commit');
    return to - from + 1;
  }

  async queue(): Promise<Queue> {
    return queueOf(await this.states(), async (epoch, seq) => {
      const [entry] = await this.read(epoch, seq, 1, 1);
      return entry;
    });
  }

  async waitingApplications(): Promise<number> {
    const row = this.#db
      .prepare(
        'select count(*) as n from entry join journal using (epoch) where lookup is not null and seq > through',
      )
      .get();
    return Number(row?.['n']);
  }

  async openItems(): Promise<readonly OpenItem[]> {
    const rows = this.#db.prepare('select content from open_item').all();
    return rows.map((row) => JSON.parse(String(row['content'])) as OpenItem);
  }

  async findByLookup(lookup: string): Promise<StoredEntry | null> {
    const row = this.#db.prepare('select text, sealed, rest from entry where lookup = ?').get(lookup);
    return row === undefined ? null : toEntry(row);
  }

  /** Ids of all applications in the journal, in order. */
  applications(): readonly string[] {
    const rows = this.#db.prepare('select text, sealed, rest from entry order by epoch, seq').all();
    return rows.flatMap((row) => toEntry(row).application ?? []);
  }

  close(): void {
    this.#db.close();
  }

  /** Text and payload stand by themselves: to read them nothing has to be taken apart. */
  #add({ text, sealed, ...rest }: StoredEntry): void {
    this.#db
      .prepare('insert into entry values (?, ?, ?, ?, ?, ?)')
      .run(rest.epoch, rest.seq, rest.lookup ?? null, text, sealed, JSON.stringify(rest));
  }

  #state(epoch: number): JournalState {
    const row = this.#db.prepare('select * from journal where epoch = ?').get(epoch);
    if (row === undefined) throw new Error(`no journal of epoch ${epoch}`);
    return toState(row);
  }
}

type Row = Readonly<Record<string, unknown>>;

function toState(row: Row): JournalState {
  return {
    epoch: Number(row['epoch']),
    head: Number(row['head']),
    headDigest: String(row['head_digest']),
    through: Number(row['through']),
    ...(row['first'] === 1 ? {} : { from: Number(row['first']) }),
    ...(row['acks'] === '[]' ? {} : { acks: JSON.parse(String(row['acks'])) as readonly Acknowledged[] }),
    ...(row['bare'] === 0 ? {} : { bare: Number(row['bare']) }),
  };
}

function toEntry({ text, sealed, rest }: Row): StoredEntry {
  return {
    ...(JSON.parse(String(rest)) as StoredEntry),
    text: String(text),
    sealed: sealed as string | null,
  };
}

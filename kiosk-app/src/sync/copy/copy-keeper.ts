import type { BuiltEntry, JournalStore, Place } from '../journal-store.ts';
import type { OpenItem } from '../open-items.ts';
import { builtAgain, headerOf, keptEntry } from './copied-entry.ts';
import { OpenAtBase } from './open-at-base.ts';
import type { HeldCopy, VaultCopy } from './vault-copy.ts';

/** Entries read at a time where the copy has to catch up. */
const PAGE = { entries: 200, bytes: 1_000_000 } as const;

/** Keeps the vault's copy of a journal as it must be. One thing after the other, in the order in which it was asked for. */
export class CopyKeeper {
  readonly #store: JournalStore;
  readonly #copy: VaultCopy;
  readonly #log: (event: string, error: unknown) => void;
  readonly #through = new Map<number, number>();
  readonly #listeners = new Set<(isWhole: boolean) => void>();
  readonly #stop: () => void;
  #open = new OpenAtBase();
  #work: Promise<void> = Promise.resolve();
  /** Something of the queue is not in the copy, or nobody knows whether it is. */
  #lacks = true;
  #isUp = false;
  #isClosed = false;
  #wasWhole = true;

  constructor(store: JournalStore, copy: VaultCopy, log: (event: string, error: unknown) => void) {
    this.#store = store;
    this.#copy = copy;
    this.#log = log;
    this.#stop = copy.watch((isUp) => {
      this.#isUp = isUp;
      // Another program may answer now, or one that was killed: what it has is looked at.
      this.#lacks = true;
      if (isUp) void this.mend();
      this.#tell();
    });
  }

  get isWhole(): boolean {
    return this.#isUp && !this.#lacks;
  }

  watch(listener: (isWhole: boolean) => void): () => void {
    this.#listeners.add(listener);
    listener(this.isWhole);
    return () => this.#listeners.delete(listener);
  }

  /** Makes the copy whole for the first time; a vault that fails meanwhile is mended later. */
  begin(): Promise<void> {
    return this.mend();
  }

  mend(): Promise<void> {
    return this.#do('mend', async () => {
      if (this.#lacks && this.#isUp) await this.#makeWhole();
    });
  }

  /** Whether the entry is on the vault's disk. */
  async add(place: Place, built: BuiltEntry): Promise<boolean> {
    this.#open.add(place.epoch, place.seq, built.open);
    let isCopied = false;
    await this.#do('add', async () => {
      if (!this.isWhole) return;
      await this.#copy.add([keptEntry({ ...place, ...built })]);
      isCopied = true;
    });
    return isCopied;
  }

  /** The database has an entry that the copy has not. */
  lacks(epoch: number, seq: number): void {
    if (!this.#lacks) this.#log('vault-lacks', `${epoch}/${seq}`);
    this.#lacks = true;
    this.#tell();
  }

  /** The database refused what the vault may have taken. */
  takeBack({ epoch, seq }: Place): void {
    this.#open.takeBack(epoch, seq);
    void this.#do('take back', () => this.#copy.takeBack(epoch, seq));
  }

  through(epoch: number, through: number): void {
    const before = this.#through.get(epoch) ?? 0;
    this.#through.set(epoch, through);
    if (through < before) {
      // The server went back in time (S7): what it had is queued again.
      this.#lacks = true;
      this.#tell();
      void this.mend();
    } else if (through > before) void this.#do('base', () => this.#base(epoch, through));
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#listeners.clear();
  }

  /** Never rejects: what did not work is told to the log, and mended. */
  #do(what: string, work: () => Promise<void>): Promise<void> {
    const run = async () => {
      if (!this.#isClosed) await work();
    };
    this.#work = this.#work.then(run).catch((error: unknown) => {
      if (!this.#lacks) this.#log(`vault-failed:${what}`, error);
      this.#lacks = true;
      this.#tell();
    });
    return this.#work;
  }

  async #makeWhole(): Promise<void> {
    const held = await this.#copy.held();
    const states = await this.#store.states();
    this.#open = await this.#openAsHeld(held);
    const texts = new Set(held.entries.map(({ text }) => text));
    this.#lacks = false;
    for (const { epoch, through } of states) {
      this.#through.set(epoch, through);
      for (let next = through + 1; ; ) {
        const page = await this.#store.read(epoch, next, PAGE.entries, PAGE.bytes);
        const last = page.at(-1);
        if (last === undefined) break;
        for (const entry of page) this.#open.add(epoch, entry.seq, builtAgain(entry).open);
        const wanted = page.filter(({ text }) => !texts.has(text));
        if (wanted.length > 0) await this.#copy.add(wanted.map(keptEntry));
        next = last.seq + 1;
      }
      await this.#base(epoch, through);
    }
    this.#tell();
  }

  async #openAsHeld({ bases, entries }: HeldCopy): Promise<OpenAtBase> {
    const newest = bases.toSorted((a, b) => a.epoch - b.epoch).at(-1);
    const items = newest === undefined ? await this.#store.openItems() : newest.open;
    const open = new OpenAtBase(items as unknown as readonly OpenItem[]);
    for (const entry of entries) open.add(entry.epoch, entry.seq, builtAgain(entry).open);
    return open;
  }

  async #base(epoch: number, seq: number): Promise<void> {
    const digest = await this.#digestAt(epoch, seq);
    const open = this.#open.through(epoch, seq);
    // Where nobody can say it, the copy keeps more than it must.
    if (digest === null) return;
    await this.#copy.base({ epoch, seq, digest, open: open as unknown as Record<string, unknown>[] });
  }

  async #digestAt(epoch: number, seq: number): Promise<string | null> {
    const state = (await this.#store.states()).find((one) => one.epoch === epoch);
    if (state?.head === seq) return state.headDigest;
    const [at] = await this.#store.read(epoch, seq, 1, PAGE.bytes);
    if (at?.seq === seq) return at.digest;
    const [next] = await this.#store.read(epoch, seq + 1, 1, PAGE.bytes);
    return next?.seq === seq + 1 ? (headerOf(next.text)?.prev ?? null) : null;
  }

  #tell(): void {
    if (this.isWhole === this.#wasWhole) return;
    this.#wasWhole = this.isWhole;
    for (const listener of this.#listeners) listener(this.isWhole);
  }
}

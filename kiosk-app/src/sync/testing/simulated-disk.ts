import type { JournalStore, StoredEntry } from '../journal-store.ts';
import { MemoryJournalStore } from '../memory-journal-store.ts';
import { SimulatedVaultDisk } from './simulated-vault.ts';

/** A kiosk's disk, which outlives its program: the database and the vault. */
export class SimulatedDisk {
  #database = new MemoryJournalStore();
  #vault = new SimulatedVaultDisk();
  #isFull = false;
  /** Texts that were changed, by place. */
  #tampered = new Map<string, string>();

  get vault(): SimulatedVaultDisk {
    return this.#vault;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  set isFull(isFull: boolean) {
    this.#isFull = isFull;
    this.#vault.isFull = isFull;
  }

  /** The browser removes the database. */
  loseDatabase(): void {
    this.#database = new MemoryJournalStore();
    this.#tampered = new Map();
  }

  /** Another disk, with nothing on it. */
  wipe(): void {
    this.loseDatabase();
    this.#vault = new SimulatedVaultDisk();
    this.isFull = this.#isFull;
  }

  /** Changes an entry where it stands. */
  tamper({ epoch, seq }: StoredEntry, text: string): void {
    this.#tampered.set(`${epoch}/${seq}`, text);
  }

  /** The database as the program sees it, that of now also when another follows. */
  store(): JournalStore {
    const tampered = this.#tampered;
    const isFull = () => this.#isFull;
    return new Proxy<JournalStore>(this.#database, {
      get(target, name) {
        if (name === 'append' && isFull()) return () => Promise.reject(new Error('QuotaExceededError'));
        if (name === 'read') {
          return async (...asked: Parameters<JournalStore['read']>) =>
            (await target.read(...asked)).map((entry) => ({
              ...entry,
              text: tampered.get(`${entry.epoch}/${entry.seq}`) ?? entry.text,
            }));
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

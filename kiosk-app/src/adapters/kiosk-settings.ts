import type { Enrolment } from '@haizhu/shared/sync/protocol';
import type { KioskDatabase } from './dexie-journal-store.ts';
import type { KioskKey } from './kiosk-key.ts';

/** What this kiosk remembers of itself. Nothing of a citizen is ever a setting. */
export interface Settings {
  readonly enrolment: Enrolment;
  readonly key: KioskKey;
  /** Key of an enrolment that was asked for and not answered: a second try must show the same key. */
  readonly pendingKey: { readonly code: string; readonly key: KioskKey };
  readonly clockErrorMs: number;
  readonly simulated: readonly string[];
  /** Last `config.json` that was read. */
  readonly config: unknown;
}

export class KioskSettings {
  readonly #db: KioskDatabase;

  constructor(db: KioskDatabase) {
    this.#db = db;
  }

  async get<K extends keyof Settings>(key: K): Promise<Settings[K] | null> {
    const row = await this.#db.settings.get(key);
    return row === undefined ? null : (row.value as Settings[K]);
  }

  async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    await this.#db.settings.put({ key, value });
  }

  /** A new enrolment: its key and its data become valid together. */
  async enrolled(enrolment: Enrolment, key: KioskKey): Promise<void> {
    await this.#db.transaction('rw', this.#db.settings, async () => {
      await this.#db.settings.bulkPut([
        { key: 'enrolment', value: enrolment },
        { key: 'key', value: key },
      ]);
      await this.#db.settings.delete('pendingKey');
    });
  }
}

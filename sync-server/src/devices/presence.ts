import { randomUUID } from 'node:crypto';
import type { Presence } from '@haizhu/shared/sync/protocol';
import type { DomainEvents } from '../domain-events.ts';
import { insertMany } from '../storage/insert-many.ts';
import type { NewRow } from '../storage/schema.ts';
import type { Store } from '../storage/store.ts';

const FLUSH_MS = 500;

/**
 * What kiosks last told of themselves. Many heartbeats are written in one transaction; losing the last half second
 * in a crash loses nothing that counts, since silence is shown as unknown.
 */
export class PresenceBook {
  readonly #store: Store;
  readonly #events: DomainEvents;
  readonly #rows = new Map<string, NewRow<'presence'>>();
  readonly #heads = new Map<
    string,
    { readonly kiosk: string; readonly epoch: number; readonly head: number }
  >();
  #dirty = new Set<string>();
  /** Tells this server's rows from those of others, and of its own earlier runs. */
  readonly #server: string = randomUUID();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store, events: DomainEvents) {
    this.#store = store;
    this.#events = events;
  }

  /** A kiosk has proved itself: it is in contact, whatever else is known of it. */
  connected(
    kiosk: string,
    epoch: number,
    at: number,
    clockErrorMs: number,
    software: string,
    journal: { readonly head: number; readonly through: number },
  ): void {
    const before = this.#rows.get(kiosk);
    this.#put({
      level: 'in-service',
      faults: '[]',
      screen: '',
      storage_used: null,
      storage_quota: null,
      storage_persisted: null,
      storage_spared: null,
      oldest_at: null,
      ...before,
      server: this.#server,
      kiosk_id: kiosk,
      epoch,
      connected: 1,
      last_contact_at: at,
      clock_error_ms: clockErrorMs,
      software,
      head: journal.head,
      through: journal.through,
      queued: journal.head - journal.through,
    });
  }

  told(kiosk: string, epoch: number, at: number, presence: Presence): void {
    const before = this.#rows.get(kiosk);
    if (before === undefined) return;
    const { storage } = presence;
    this.#put({
      ...before,
      connected: 1,
      last_contact_at: at,
      clock_error_ms: presence.wall - at,
      head: presence.head,
      through: presence.through,
      queued: presence.queued,
      oldest_at: presence.oldestAt,
      level: presence.level,
      faults: JSON.stringify(presence.faults),
      screen: presence.screen,
      storage_used: storage === null ? null : Math.round(storage.usedBytes),
      storage_quota: storage === null ? null : Math.round(storage.quotaBytes),
      storage_persisted: storage === null ? null : Number(storage.persisted),
      storage_spared: storage?.spared === undefined ? null : Number(storage.spared),
    });
    this.toldHead(kiosk, epoch, presence.head);
  }

  disconnected(kiosk: string, at: number): void {
    const before = this.#rows.get(kiosk);
    if (before !== undefined) this.#put({ ...before, connected: 0, last_contact_at: at });
  }

  /** The highest entry a kiosk ever spoke of: what the server lacks can be named (S8). */
  toldHead(kiosk: string, epoch: number, head: number): void {
    if (this.#keepHead({ kiosk, epoch, head })) this.#schedule();
  }

  /** Whether it is higher than what was told before. */
  #keepHead(told: { readonly kiosk: string; readonly epoch: number; readonly head: number }): boolean {
    const name = `${told.kiosk}/${told.epoch}`;
    const known = this.#heads.get(name);
    if (known !== undefined && known.head >= told.head) return false;
    this.#heads.set(name, told);
    return true;
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const rows = [...this.#dirty].flatMap((kiosk) => this.#rows.get(kiosk) ?? []);
    const heads = [...this.#heads.values()];
    this.#dirty = new Set();
    this.#heads.clear();
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write(rows, heads));
    try {
      await this.#writing;
    } catch (error) {
      // Written with what comes next; a kiosk speaks every few seconds.
      for (const { kiosk_id } of rows) this.#dirty.add(kiosk_id);
      for (const head of heads) this.#keepHead(head);
      throw error;
    }
  }

  async #write(
    rows: readonly NewRow<'presence'>[],
    heads: readonly { readonly kiosk: string; readonly epoch: number; readonly head: number }[],
  ): Promise<void> {
    if (rows.length === 0 && heads.length === 0) return;
    await this.#store.write(async (tx) => {
      const here = rows.filter((row) => row.connected === 1);
      await insertMany(tx, this.#store.engine, 'presence', here, ['kiosk_id']);
      for (const row of rows.filter(({ connected }) => connected === 0)) {
        // Gone from here: unless it is at another server by now.
        await tx
          .insertInto('presence')
          .values(row)
          .onConflict((conflict) =>
            conflict.column('kiosk_id').doUpdateSet(row).where('presence.server', '=', this.#server),
          )
          .execute();
      }
      for (const { kiosk, epoch, head } of heads) {
        await tx
          .updateTable('kiosk_epoch')
          .set({ told_head: head })
          .where('kiosk_id', '=', kiosk)
          .where('epoch', '=', epoch)
          .where('told_head', '<', head)
          .execute();
      }
    });
    if (rows.length > 0) this.#events.emit('changed', new Set(['kiosks']));
  }

  #put(row: NewRow<'presence'>): void {
    this.#rows.set(row.kiosk_id, row);
    this.#dirty.add(row.kiosk_id);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), FLUSH_MS);
  }
}

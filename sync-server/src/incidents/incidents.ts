import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Store } from '../storage/store.ts';

/** What should not have been sent or should not have happened; the console has a text for each. */
export type IncidentName =
  | 'malformed-frame'
  | 'frame-too-large'
  | 'unknown-frame'
  | 'protocol-unsupported'
  | 'unknown-kiosk'
  | 'revoked-kiosk'
  | 'stale-epoch'
  | 'wrong-signature'
  | 'not-proved'
  | 'clock-error'
  | 'journal-behind'
  | 'entry-conflict'
  | 'sealed-unreadable'
  | 'enrolment-refused'
  | 'sign-in-refused'
  | 'authority-failing'
  | 'payment-failing';

export interface Incident {
  readonly name: IncidentName;
  /** Kiosk as it called itself, or empty. */
  readonly kioskId: string;
  readonly address: string;
  readonly detail: string;
}

const HOUR_MS = 3_600_000;
const FLUSH_MS = 200;
/** Different incidents that are kept apart between two writings; a flood is counted under one name. */
const MOST_PENDING = 200;
/** Rows kept; the oldest go first. */
const MOST_ROWS = 10_000;

interface Pending extends Incident {
  count: number;
  readonly firstAt: number;
  lastAt: number;
}

/**
 * Counts what should not have been sent, at most one row for the same name, kiosk and address within an hour, so
 * that whoever sends rubbish fills no disk.
 */
export class Incidents {
  readonly #store: Store;
  readonly #events: DomainEvents;
  readonly #clock: Clock;
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Store, events: DomainEvents, clock: Clock) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
  }

  record(incident: Incident): void {
    const now = this.#clock.now();
    const kioskId = clean(incident.kioskId, 60);
    const address = clean(incident.address, 60);
    let key = JSON.stringify([incident.name, kioskId, address]);
    if (!this.#pending.has(key) && this.#pending.size >= MOST_PENDING)
      key = JSON.stringify([incident.name, '', '']);
    const known = this.#pending.get(key);
    if (known === undefined) {
      const many = key === JSON.stringify([incident.name, '', '']);
      this.#pending.set(key, {
        name: incident.name,
        kioskId: many ? '' : kioskId,
        address: many ? '' : address,
        detail: clean(incident.detail, 300),
        count: 1,
        firstAt: now,
        lastAt: now,
      });
    } else {
      known.count += 1;
      known.lastAt = now;
    }
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), FLUSH_MS);
  }

  /** Writes what was counted. Called by itself soon after each incident, and at the end. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const pending = [...this.#pending.values()];
    this.#pending = new Map();
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write(pending));
    await this.#writing;
  }

  async #write(pending: readonly Pending[]): Promise<void> {
    if (pending.length === 0) return;
    await this.#store.write(async (tx) => {
      for (const { name, kioskId, address, detail, count, firstAt, lastAt } of pending) {
        const updated = await tx
          .updateTable('incident')
          .set((eb) => ({ count: eb('count', '+', count), last_at: lastAt, detail }))
          .where('name', '=', name)
          .where('kiosk_id', '=', kioskId)
          .where('address', '=', address)
          .where('first_at', '>', firstAt - HOUR_MS)
          .executeTakeFirst();
        if (updated.numUpdatedRows > 0n) continue;
        await tx
          .insertInto('incident')
          .values({ name, kiosk_id: kioskId, address, detail, first_at: firstAt, last_at: lastAt, count })
          .execute();
      }
      await tx
        .deleteFrom('incident')
        .where('id', '<=', sql<number>`(select max(id) from incident) - ${sql.lit(MOST_ROWS)}`)
        .execute();
    });
    this.#events.emit('changed', new Set(['incidents']));
  }
}

function clean(text: string, most: number): string {
  return text.slice(0, most).toWellFormed().replaceAll('\0', '');
}

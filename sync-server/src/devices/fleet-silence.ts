import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Store } from '../storage/store.ts';
import { SILENCE_MS } from './fleet.ts';

/** How often it is looked for kiosks that have fallen silent, ms. */
const LOOK_EVERY_MS = 5000;

/**
 * Silence makes no event by itself: this tells the views when a kiosk has become unknown because nothing was heard of
 * it for too long.
 */
export class SilenceWatch {
  readonly #store: Store;
  readonly #events: DomainEvents;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #lookedAt: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(store: Store, events: DomainEvents, clock: Clock, logger: Logger) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
    this.#logger = logger;
    this.#lookedAt = clock.now();
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.look().catch((cause: unknown) =>
        this.#logger.error({ err: cause }, 'looking for silent kiosks failed'),
      );
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Tells of kiosks whose silence has become too long since the last look. */
  async look(): Promise<void> {
    const now = this.#clock.now();
    const silent = await this.#store.read
      .selectFrom('presence')
      .select('kiosk_id')
      .where('last_contact_at', '>=', this.#lookedAt - SILENCE_MS)
      .where('last_contact_at', '<', now - SILENCE_MS)
      .limit(1)
      .execute();
    this.#lookedAt = now;
    if (silent.length > 0) this.#events.emit('changed', new Set(['kiosks']));
  }
}

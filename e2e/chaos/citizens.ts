import type { Journal } from '@haizhu/kiosk-app/ports/journal';
import type { KioskMessage, KioskOptions } from './messages.ts';
import { Random } from './random.ts';
import { applicantAt, newId, submittedBody } from './visit.ts';

/** Made-up citizens at one kiosk: bursts of visits, then a rest, until told to stop. */
export class Citizens {
  readonly #journal: Pick<Journal, 'commit'>;
  readonly #options: KioskOptions;
  readonly #tell: (message: KioskMessage) => void;
  readonly #random: Random;
  #stopped = false;
  #visits = 0;

  constructor(
    journal: Pick<Journal, 'commit'>,
    options: KioskOptions,
    tell: (message: KioskMessage) => void,
  ) {
    this.#journal = journal;
    this.#options = options;
    this.#tell = tell;
    this.#random = new Random(options.seed);
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      for (let left = this.#random.int(1, this.#options.burst); left > 0 && !this.#stopped; left -= 1) {
        await this.#visit();
      }
      await new Promise((resolve) => setTimeout(resolve, this.#random.int(0, this.#options.restMs)));
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async #visit(): Promise<void> {
    this.#visits += 1;
    const session = newId();
    const application = newId();
    const body = submittedBody(session, application);
    const started = await this.#journal.commit({
      kind: 'session.started',
      body: { session: body.session, language: 'zh' },
    });
    if (!started.ok) return this.#tell({ type: 'problem', what: `session not stored: ${started.error}` });
    this.#tell({ type: 'committing' });
    const stored = await this.#journal.commit({
      kind: 'application.submitted',
      body,
      personal: applicantAt(this.#visits),
    });
    // Only now would a citizen be told that it is stored.
    if (stored.ok) this.#tell({ type: 'told', application, seq: stored.value.seq });
    else this.#tell({ type: 'problem', what: `application not stored: ${stored.error}` });
    if (this.#random.next() < 0.5) {
      await this.#journal.commit({
        kind: 'session.ended',
        body: { session: body.session, outcome: 'intake', durationMs: 1000, lastStep: 'result' },
      });
    }
  }
}

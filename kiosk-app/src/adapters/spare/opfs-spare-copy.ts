import type { HeldEntries, SpareCopy } from '../../sync/spare/spare-copy.ts';
import type { SpareAnswer, SpareAsk } from './spare-messages.ts';

/** Longer than this nobody at the kiosk waits for the second copy, ms. */
const ADD_MS = 3000;
/** The page before this one may hold the files for a moment, and a long queue is read, ms. */
const OPEN_MS = 15_000;

/** Opens the spare copy in the origin's private file system. Rejects where the browser has none or refuses it. */
export async function openSpareCopy(): Promise<SpareCopy> {
  const asks = new Asks(new Worker(new URL('./spare-worker.ts', import.meta.url), { type: 'module' }));
  let held: readonly HeldEntries[];
  try {
    held = await asks.ask({ do: 'open' }, OPEN_MS);
  } catch (error) {
    asks.close();
    throw error;
  }
  const tell = async (ask: SpareAsk) => void (await asks.ask(ask, ADD_MS));
  return {
    held,
    begin: (kiosk) => tell({ do: 'begin', kiosk }),
    add: ({ epoch, seq, at, text, sealed }) => tell({ do: 'add', entry: { epoch, seq, at, text, sealed } }),
    acknowledged: (epoch, through) => tell({ do: 'acknowledged', epoch, through }),
    close: () => asks.close(),
  };
}

interface Waiting {
  answered(answer: SpareAnswer): void;
}

/** Questions to the worker, which answers them in their order. */
class Asks {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  /** Set from an answer that did not come in time until the next that comes: nobody waits a second time. */
  #silent = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<SpareAnswer>) => {
      this.#silent = false;
      this.#waiting.shift()?.answered(data);
    };
    // It could not be loaded, or it crashed.
    worker.onerror = ({ message }) => {
      this.#silent = true;
      for (const waiting of this.#waiting.splice(0))
        waiting.answered({ ok: false, error: message || 'worker failed' });
    };
  }

  ask(ask: SpareAsk, withinMs: number): Promise<readonly HeldEntries[]> {
    if (this.#silent) return Promise.reject(new Error(`${ask.do}: the worker is silent`));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#silent = true;
        reject(new Error(`no answer to ${ask.do} within ${withinMs} ms`));
      }, withinMs);
      this.#waiting.push({
        answered: (answer) => {
          clearTimeout(late);
          if (answer.ok) resolve(answer.held ?? []);
          else reject(new Error(`${ask.do}: ${answer.error}`));
        },
      });
      this.#worker.postMessage(ask);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}

import { Worker } from 'node:worker_threads';

/**
 * Copies the log into the database in a thread of its own: the thread that takes entries in would stand still for it.
 * The writer does so itself only when the log has grown very long. Losing this thread loses nothing but time.
 */
export class SqliteCheckpointer {
  readonly #worker: Worker;

  constructor(path: string) {
    this.#worker = new Worker(new URL('./sqlite-checkpointer-worker.ts', import.meta.url), {
      workerData: { path },
    });
    this.#worker.on('error', () => {});
    this.#worker.unref();
  }

  /** Resolves when its connection is closed: the writer's is the last one then, and empties the log. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** What is needed of the browser's locks. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean },
    work: (lock: unknown) => Promise<unknown> | undefined,
  ): Promise<unknown>;
}

const NAME = 'haizhu-kiosk-writer';

/**
 * One window per kiosk profile writes and syncs (S10). The lock is held until the window is gone; the browser
 * gives it back even when the window crashes.
 */
export async function takeWriterLock(locks: Locks): Promise<boolean> {
  return new Promise((resolve, reject) => {
    locks
      .request(NAME, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => {});
      })
      .catch(reject);
  });
}

/** Resolves when the window that holds the lock is gone and this one could be loaded again as the writer. */
export async function writerLockIsFree(locks: Locks): Promise<void> {
  await locks.request(NAME, {}, () => undefined);
}

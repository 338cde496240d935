/**
 * One window per kiosk profile writes and syncs (S10). The lock is held until the window is gone; the browser
 * gives it back even when the window crashes.
 */
export async function takeWriterLock(name = 'haizhu-kiosk-writer'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => {});
      })
      .catch(reject);
  });
}

/** Resolves when the window that holds the lock is gone and this one could be loaded again as the writer. */
export async function writerLockIsFree(name = 'haizhu-kiosk-writer'): Promise<void> {
  await navigator.locks.request(name, () => undefined);
}

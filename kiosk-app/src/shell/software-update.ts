import { Workbox } from 'workbox-window';

/** How often a kiosk that is never reloaded looks for a newer version, ms. */
const LOOK_EVERY_MS = 10 * 60_000;

export interface SoftwareUpdate {
  /** Tells whether nobody is at the machine. A version that waits takes over then, and the page is loaded again. */
  idle(isIdle: boolean): void;
}

/** Registers the service worker. A new version never takes over in the middle of a visit. */
export function startSoftwareUpdate(
  baseUrl: string,
  log: (event: string, error: unknown) => void,
): SoftwareUpdate {
  let isIdle = false;
  let isWaiting = false;
  if (!('serviceWorker' in navigator)) return { idle: () => undefined };

  const workbox = new Workbox(`${baseUrl}sw.js`, { scope: baseUrl });
  const takeOver = () => {
    if (isIdle && isWaiting) workbox.messageSkipWaiting();
  };
  workbox.addEventListener('waiting', () => {
    isWaiting = true;
    takeOver();
  });
  workbox.addEventListener('controlling', (event) => {
    // The first worker takes this page as it is; a newer one needs the newer page.
    if (event.isUpdate === true || isWaiting) location.reload();
  });
  workbox
    .register()
    .then(() => {
      setInterval(() => {
        // Offline: the next look may find one.
        workbox.update().catch(() => undefined);
      }, LOOK_EVERY_MS);
    })
    .catch((error: unknown) => log('service-worker-not-registered', error));

  return {
    idle(now) {
      isIdle = now;
      takeOver();
    },
  };
}

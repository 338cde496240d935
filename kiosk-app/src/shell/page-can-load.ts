/** Between two looks, ms. */
const LOOK_EVERY_MS = 3000;

/**
 * Resolves when the page can be loaded again: the browser may have removed its files with all the rest, and a kiosk that
 * is loaded without a network then shows the browser's own error until somebody comes.
 */
export async function pageCanLoad(baseUrl: string): Promise<void> {
  while (!(await isKept(baseUrl)) && !(await isServed(baseUrl))) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Whether the worker of the page and its files are there. */
async function isKept(baseUrl: string): Promise<boolean> {
  try {
    const registered = await navigator.serviceWorker?.getRegistration(baseUrl);
    return registered?.active != null && (await caches.keys()).length > 0;
  } catch {
    return false;
  }
}

async function isServed(baseUrl: string): Promise<boolean> {
  try {
    const asked = { cache: 'no-store', signal: AbortSignal.timeout(LOOK_EVERY_MS) } as const;
    return (await fetch(`${baseUrl}config.json`, asked)).ok;
  } catch {
    return false;
  }
}

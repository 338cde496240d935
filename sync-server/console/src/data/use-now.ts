import { useSyncExternalStore } from 'react';
import { serverNow } from './server-time.ts';

const STEP_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let shown = serverNow();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(() => {
      shown = serverNow();
      for (const each of listeners) each();
    }, STEP_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The server's time in steps of ten seconds, the same for all ages on a page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    // A page that was in the background, or was just opened, must not start from an old step.
    const now = serverNow();
    if (Math.abs(now - shown) >= STEP_MS) shown = now;
    return shown;
  });
}

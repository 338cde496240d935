/** Waiting between tries to connect, in ms. The cap keeps a healed kiosk's queue from waiting a minute. */
export const BACKOFF = { firstMs: 500, capMs: 20_000 } as const;

/**
 * Exponential with jitter (S13): half of the delay is fixed, half random, so that kiosks that lost the server
 * together do not come back together.
 * @param attempt failed tries so far, from 1
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(BACKOFF.capMs, BACKOFF.firstMs * 2 ** Math.min(attempt - 1, 16));
  return Math.round(full / 2 + (full / 2) * random);
}

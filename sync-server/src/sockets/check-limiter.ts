/** Check codes that may be tried at one kiosk within a minute. */
const MOST = 10;
const WINDOW_MS = 60_000;

/** So that codes cannot be guessed at a kiosk. Counted by kiosk: a new connection gives no new tries. */
export class CheckLimiter {
  readonly #tries = new Map<string, readonly number[]>();

  /** Whether one more code may be tried now, and counts it. */
  mayCheck(kiosk: string, now: number): boolean {
    const recent = (this.#tries.get(kiosk) ?? []).filter((at) => at > now - WINDOW_MS);
    const may = recent.length < MOST;
    this.#tries.set(kiosk, may ? [...recent, now] : recent);
    return may;
  }
}

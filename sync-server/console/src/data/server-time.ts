/**
 * Ages on the pages ("3 minutes ago") are told against the server's clock: a wrong clock of the desk must not
 * make a healthy machine look silent. The HTTP `Date` header has a resolution of one second, which is enough.
 */
let offsetMs = 0;

/** Milliseconds the server is ahead, from one answer; null for a header that says nothing usable. */
export function offsetFromDate(date: string | null, now: number): number | null {
  const server = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(server)) return null;
  const offset = server - now;
  // Below two seconds it is rounding and travel time, not a wrong clock.
  return Math.abs(offset) < 2000 ? 0 : offset;
}

export function noteServerDate(date: string | null): void {
  offsetMs = offsetFromDate(date, Date.now()) ?? offsetMs;
}

/** The server's time, ms since 1970 UTC. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

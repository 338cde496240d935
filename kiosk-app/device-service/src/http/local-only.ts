import type { IncomingMessage } from 'node:http';

/**
 * Whether a request names this machine as its host. Without it a foreign page could reach the service under a name
 * of its own that leads to 127.0.0.1.
 */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host);
}

/** Whether the request comes from a page of this very service, or from no page at all. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

/** Whether a page may open a socket. Programs on this machine send no origin and may. */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}

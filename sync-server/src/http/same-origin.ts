import type { IncomingHttpHeaders } from 'node:http';

/** Whether an Origin header names this server; true when there is none (no browser, or a plain navigation). */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicOrigin: string | null): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (origin === publicOrigin) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: named } = new URL(origin);
  // A default port may be written in one of them only.
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === named;
}

/**
 * Whether a request that changes something comes from a page of our own. A page of another site can set neither the
 * header (that needs a permission which is never given) nor the Origin.
 */
export function isOwnPage(headers: IncomingHttpHeaders, publicOrigin: string | null): boolean {
  if (!isOwnOrigin(headers, publicOrigin)) return false;
  return headers['x-requested-with'] !== undefined || headers.origin !== undefined;
}

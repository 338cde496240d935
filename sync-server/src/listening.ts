import type { Config } from './config.ts';
import { isSecure } from './http/session-cookie.ts';

type Address = Pick<Config, 'host' | 'port' | 'tls' | 'publicOrigin'>;

/** Why the server cannot listen, as one line that says what to do; null for anything else. */
export function listenError(cause: unknown, { host, port }: Address): string | null {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: stop what listens there, or choose another with PORT.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user: choose one above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine: give one that is, or 0.0.0.0 for all.`;
    default:
      return null;
  }
}

/** Where browsers find the server. */
export function ownUrl(config: Address): string {
  if (config.publicOrigin !== null) return config.publicOrigin;
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${isSecure(config) ? 'https' : 'http'}://${host}:${config.port}`;
}

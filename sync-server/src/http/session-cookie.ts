import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Config } from '../config.ts';

/** Whether browsers reach the server over https. */
export function isSecure({ tls, publicOrigin }: Pick<Config, 'tls' | 'publicOrigin'>): boolean {
  return tls !== null || (publicOrigin?.startsWith('https:') ?? false);
}

/** Name of the cookie; the prefix makes browsers refuse one that was not set by this very host over https. */
export function cookieName(config: Pick<Config, 'tls' | 'publicOrigin'>): string {
  return isSecure(config) ? '__Host-console-session' : 'console-session';
}

/** Readable by no script, sent with no request that another site has caused. */
export function cookieOptions(config: Pick<Config, 'tls' | 'publicOrigin'>): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(config) };
}

/** Of the operating system: nobody listens, the line broke, the name is not known now. */
const BROKEN_LINE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * Of PostgreSQL, by its classes of errors (appendix A of its manual): connection exceptions, insufficient resources,
 * operator intervention (shutdown, crash of another session, starting up, a query that took too long), system errors;
 * of the others: idle in a transaction for too long, a lock that was not to be had, read-only after a change of roles.
 */
const AWAY_CLASS = /^(08|53|57|58)/;
const AWAY_STATE: ReadonlySet<string> = new Set(['25P02', '25P03', '25006', '55P03']);

/** What the driver says by itself, without a code. */
const AWAY_WORDS =
  /connection terminated|connection ended|timeout exceeded when trying to connect|client has encountered a connection error|client was closed|timeout expired|query read timeout/i;

/**
 * Whether an error says that the database cannot be used now, and not that something is wrong with what was asked of it:
 * the same may be asked again later. A commit that was under way then may have been done or not.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  // A file that is missing has a path, a socket an address.
  if (code === 'ENOENT') return 'address' in error;
  if (BROKEN_LINE.has(code)) return !('path' in error);
  if (isState(code)) return AWAY_CLASS.test(code) || AWAY_STATE.has(code);
  // SQLite's own: somebody else holds the lock for longer than is waited.
  if ('errcode' in error) return error.errcode === 5 || error.errcode === 6;
  return AWAY_WORDS.test(error.message) || (error.cause !== undefined && isDatabaseAway(error.cause));
}

/** Five signs: an SQLSTATE. */
const isState = (code: unknown): code is string => typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);

/** Whether the connection had ended while nobody used it: another one may be well. */
export function isConnectionStale(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code !== undefined)
    return error.code === '57P01' || error.code === 'ECONNRESET' || error.code === 'EPIPE';
  return /connection terminated|not queryable/i.test(error.message);
}

/** When it is worth asking again, ms. */
export const ASK_AGAIN_MS = 2000;

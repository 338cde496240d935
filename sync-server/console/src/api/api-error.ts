/** Why an answer of the server cannot be shown. `code` is the server's own where it gave one. */
export interface ApiError {
  readonly kind:
    | 'network'
    | 'signed-out'
    | 'forbidden'
    | 'not-found'
    | 'invalid'
    | 'busy'
    | 'server'
    | 'unexpected';
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Field that the server names as wrong. */
  readonly field: string | null;
}

/** Sorts an HTTP status of 400 and above. */
export function kindOfStatus(status: number): ApiError['kind'] {
  if (status === 401) return 'signed-out';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429 || status === 503) return 'busy';
  if (status >= 500) return 'server';
  return 'invalid';
}

/** Reads the server's error body `{error, message, field?}`; anything else becomes an error without words. */
export function readErrorBody(status: number, body: unknown): ApiError {
  const told = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const text = (name: string) => (typeof told[name] === 'string' ? told[name] : null);
  return {
    kind: kindOfStatus(status),
    status,
    code: text('error') ?? `http-${status}`,
    message: text('message') ?? '',
    field: text('field'),
  };
}

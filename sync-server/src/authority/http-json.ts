import type * as z from 'zod';

export interface HttpPeer {
  readonly url: string;
  readonly token: string | null;
  /** Longest time for an answer, ms. */
  readonly timeoutMs?: number;
}

/** Asks an outside system by HTTP with JSON. Rejects on anything but a 2xx with a body that fits the schema. */
export async function askJson<T>(
  peer: HttpPeer,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  schema: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${peer.url.replace(/\/$/, '')}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(peer.token === null ? {} : { authorization: `Bearer ${peer.token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(peer.timeoutMs ?? 10_000),
  });
  // Neither the body nor the address goes into the error: both may hold what a log must not.
  if (!response.ok) throw new Error(`answered with ${response.status}`);
  const parsed = schema.safeParse(await response.json());
  if (!parsed.success) throw new Error('answer not understood');
  return parsed.data;
}

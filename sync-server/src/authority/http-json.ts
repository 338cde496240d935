import type * as z from 'zod';

export interface HttpPeer {
  readonly url: string;
  readonly token: string | null;
  /** Longest time for an answer, ms. */
  readonly timeoutMs?: number;
}

/** Longest answer that is read, bytes. */
const MAX_ANSWER = 64 * 1024;

/**
 * Text of an outside system that is kept and shown: no control signs (PostgreSQL holds no NUL), no halves of signs.
 */
export const isPlainText = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

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
  // Neither the body nor the address goes into an error: both may hold what a log must not.
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`answered with ${response.status}`);
  }
  const parsed = schema.safeParse(await readJson(response));
  if (!parsed.success) throw new Error('answer not understood');
  return parsed.data;
}

/** Undefined when it is no JSON. What the parser says of it would quote it. */
async function readJson(response: Response): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER) throw new Error('answer too long');
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    return JSON.parse(text + decoder.decode());
  } catch {
    return undefined;
  }
}

import { err, ok, type Result } from '@haizhu/shared/result';
import * as z from 'zod/mini';
import { noteServerDate } from '../data/server-time.ts';
import { type ApiError, readErrorBody } from './api-error.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const signedOutListeners = new Set<() => void>();

/** Called when the server says that the sign-in is over. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/**
 * Asks the server and checks the answer's shape, so that a difference between server and console is named here
 * and not somewhere inside a page. Never throws except for an abort.
 */
export async function request<T extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: T,
  body?: unknown,
): Promise<Result<z.infer<T>, ApiError>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      // The header shows the server that the request comes from a page of its own.
      headers: {
        accept: 'application/json',
        'x-requested-with': 'console',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return err({ kind: 'network', status: 0, code: 'network', message: '', field: null });
  }
  noteServerDate(response.headers.get('date'));
  const content: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const error = readErrorBody(response.status, content);
    if (error.kind === 'signed-out') for (const listener of signedOutListeners) listener();
    return err(error);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return ok(parsed.data);
  return err({
    kind: 'unexpected',
    status: response.status,
    code: 'unexpected-answer',
    message: `${path}: ${z.prettifyError(parsed.error)}`,
    field: null,
  });
}

/** For answers whose body does not matter. */
export const nothing = z.unknown();

import { err, type Result } from '@haizhu/shared/result';
import * as z from 'zod';

/** What the API says when it says no: a name for programs, a sentence for people, the field if it is about one. */
export interface ApiError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 503;
  readonly error: string;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** Body of every answer of 400 and above. */
export const errorBodySchema = z.object({
  error: z.string().describe('Name of the error, for programs'),
  message: z.string().describe('What is wrong, for people'),
  field: z.string().optional().describe('Parameter or member of the body that is wrong'),
});

export function errorBody({ error, message, field }: ApiError): z.infer<typeof errorBodySchema> {
  return field === undefined ? { error, message } : { error, message, field };
}

export function refuse(
  status: ApiError['status'],
  error: string,
  message: string,
  field?: string,
): Result<never, ApiError> {
  return err(field === undefined ? { status, error, message } : { status, error, message, field });
}

export const notFound = (what: string): Result<never, ApiError> =>
  refuse(404, 'not-found', `${what} is not known here`);

/** The first thing a schema finds wrong, with the field named. */
export function readSchemaError(error: z.core.$ZodError, where: 'parameter' | 'body'): ApiError {
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? (issue?.path.map(String).join('.') || where);
  const said = issue?.message ?? 'is not valid';
  const isMissing = issue?.code === 'invalid_type' && said.endsWith('received undefined');
  const message =
    unknown !== undefined
      ? `${field} is not known here`
      : isMissing
        ? `${field} is missing`
        : `${field}: ${said}`;
  return wrong(where, field, message);
}

/** A text that no database can hold. */
export function unkeepable(where: 'parameter' | 'body', field: string): ApiError {
  const message = `${field}: holds a character that no text may hold (NUL, half of a pair)`;
  return wrong(where, field, message);
}

function wrong(where: 'parameter' | 'body', field: string, message: string): ApiError {
  return { status: 400, error: where === 'parameter' ? 'invalid-parameter' : 'invalid-body', field, message };
}

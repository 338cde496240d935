import { isDeepStrictEqual } from 'node:util';
import { ok, type Result } from '@haizhu/shared/result';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Permission } from '../access/permissions.ts';
import { type Principal, type StaffPrincipal, whoIs } from '../access/principal.ts';
import type { Actor } from '../devices/stations.ts';
import { unkeepableIn } from '../keepable.ts';
import { type ApiError, errorBody, errorBodySchema, readSchemaError, unkeepable } from './api-error.ts';
import { type Access, authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

type Who<A extends Access> = A extends Permission ? Principal : A extends 'session' ? StaffPrincipal : null;

/** A request that has been let in and whose parts have the shapes that the route declares. */
export interface Asked<A extends Access, P, Q, B> {
  readonly principal: Who<A>;
  /** For audit rows: who, and now. */
  readonly by: Actor;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One route of the API: who may call it, what it takes, what it answers. The OpenAPI document is made of these. */
export interface Route<A extends Access, P, Q, B, O> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly access: A;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.core.$ZodType<B>;
  readonly answer: z.core.$ZodType<O>;
  /** Status of a good answer; 200 if not given. 204 has no body. */
  readonly status?: 200 | 201 | 204;
  /** Statuses that it can answer besides 400, 401 and 403. */
  readonly errors?: readonly ApiError['status'][];
  readonly contentType?: string;
  /** Most calls from one address in a minute. */
  readonly perMinute?: number;
  readonly handle: (asked: Asked<A, P, Q, B>) => Promise<Result<Frozen<NoInfer<O>>, ApiError>>;
}

/** Answers may be made of readonly data. */
type Frozen<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer U)[]
      ? readonly Frozen<U>[]
      : { readonly [K in keyof T]: Frozen<T[K]> };

/** Most calls of the API from one address in a minute, where a route does not say less. */
export const PER_MINUTE = 6000;

const NOTHING = z.strictObject({});

/** Adds a route. What it takes is checked before it runs; a wrong question is answered with the field named. */
export function addRoute<A extends Access, P = object, Q = object, B = undefined, O = undefined>(
  app: FastifyInstance,
  context: HttpContext,
  route: Route<A, P, Q, B, O>,
): void {
  const { params = NOTHING, query = NOTHING, body, status = 200 } = route;
  app.route({
    method: route.method,
    url: route.url,
    config: { access: route.access, rateLimit: { max: route.perMinute ?? PER_MINUTE, timeWindow: 60_000 } },
    schema: describe(route),
    // Before the body is read: who may not ask sends nothing in.
    onRequest: async (request, reply) => {
      const who = await authenticate(context, request, route.access);
      if (!who.ok) return sendError(reply, who.error);
      request.principal = who.value;
    },
    handler: async (request, reply) => {
      const asked = readParts<P, Q, B>(request, params, query, body);
      if (!asked.ok) return sendError(reply, asked.error);
      const { principal } = request;
      const answer = await route.handle({
        ...asked.value,
        // Authenticated just before with the same access.
        principal: principal as Who<A>,
        by: { who: principal === null ? '' : whoIs(principal), at: context.clock.now() },
        request,
        reply,
      });
      if (!answer.ok) return sendError(reply, answer.error);
      if (context.checkAnswers) checkAnswer(route, answer.value);
      void reply.code(status).header('cache-control', 'no-store');
      if (status === 204) return reply.send();
      return reply.type(route.contentType ?? 'application/json; charset=utf-8').send(answer.value);
    },
  });
}

export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.retryAfterMs !== undefined)
    void reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(error.status).header('cache-control', 'no-store').send(errorBody(error));
}

interface Parts<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

function readParts<P, Q, B>(
  request: FastifyRequest,
  paramsSchema: z.ZodType,
  querySchema: z.ZodType,
  bodySchema: z.core.$ZodType | undefined,
): Result<Parts<P, Q, B>, ApiError> {
  const params = z.safeParse(paramsSchema, request.params);
  if (!params.success) return { ok: false, error: readSchemaError(params.error, 'parameter') };
  const query = z.safeParse(querySchema, request.query);
  if (!query.success) return { ok: false, error: readSchemaError(query.error, 'parameter') };
  const body =
    bodySchema === undefined
      ? { success: true as const, data: undefined }
      : z.safeParse(bodySchema, request.body ?? {});
  if (!body.success) return { ok: false, error: readSchemaError(body.error, 'body') };
  const parts = [
    ['parameter', params.data],
    ['parameter', query.data],
    ['body', body.data],
  ] as const;
  for (const [where, part] of parts) {
    const field = unkeepableIn(part);
    if (field !== null) return { ok: false, error: unkeepable(where, field || where) };
  }
  return ok({ params: params.data as P, query: query.data as Q, body: body.data as B });
}

function checkAnswer(
  route: { readonly url: string; readonly answer: z.core.$ZodType },
  answer: unknown,
): void {
  const sent: unknown = answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  const described = z.parse(route.answer, sent);
  if (!isDeepStrictEqual(described, sent)) throw new Error(`${route.url} answers more than it describes`);
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const ERROR_TEXTS: Readonly<Record<ApiError['status'], string>> = {
  400: 'A parameter or a member of the body is wrong; the field is named',
  401: 'Not signed in, or the token is not valid',
  403: 'The role does not allow it, or the request comes from a foreign page',
  404: 'Not known here',
  409: 'Not possible as things stand',
  413: 'Too large',
  415: 'Not JSON',
  429: 'Too many tries; the header retry-after says when to come again',
  500: 'An error of the server',
  503: 'Not able to work now',
};

function describe<A extends Access, P, Q, B, O>(route: Route<A, P, Q, B, O>): object {
  const guarded = route.access !== 'public';
  const statuses = [400, ...(guarded ? ([401, 403] as const) : []), 429, ...(route.errors ?? [])] as const;
  const good =
    route.status === 204
      ? { description: 'Done', type: 'null' }
      : route.contentType === undefined
        ? { description: 'The answer', ...jsonSchema(route.answer, 'output') }
        : { description: 'The answer', content: { [route.contentType]: { schema: { type: 'string' } } } };
  const errors = Object.fromEntries(
    statuses.map((code) => [
      code,
      { description: ERROR_TEXTS[code], ...jsonSchema(errorBodySchema, 'output') },
    ]),
  );
  return {
    summary: route.summary,
    tags: [route.tag],
    security: securityOf(route.access),
    ...(route.params === undefined ? {} : { params: jsonSchema(route.params, 'input') }),
    ...(route.query === undefined ? {} : { querystring: jsonSchema(route.query, 'input') }),
    ...(route.body === undefined ? {} : { body: jsonSchema(route.body, 'input') }),
    response: { [route.status ?? 200]: good, ...errors },
  };
}

function securityOf(access: Access): readonly object[] {
  if (access === 'public' || access === 'sign-in') return [];
  return access === 'session' ? [{ session: [] }] : [{ bearer: [] }, { session: [] }];
}

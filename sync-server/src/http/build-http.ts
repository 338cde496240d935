import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  fastify,
  LogController,
  type RouteOptions,
} from 'fastify';
import { ASK_AGAIN_MS, isDatabaseAway } from '../storage/database-away.ts';
import type { ApiError } from './api-error.ts';
import type { HttpContext } from './context.ts';
import { API_POLICY } from './csp.ts';
import { openApiInfo } from './openapi.ts';
import { decoratePrincipal } from './request-principal.ts';
import { PER_MINUTE, sendError } from './route.ts';
import { accessRoutes } from './routes/access.ts';
import { completenessRoutes } from './routes/completeness.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { kioskRoutes } from './routes/kiosks.ts';
import { listRoutes } from './routes/lists.ts';
import { pageRoutes } from './routes/pages.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { reportRoutes } from './routes/report.ts';
import { sealingRoutes } from './routes/sealing.ts';
import { simulatedRoutes } from './routes/simulated.ts';
import { staffRoutes } from './routes/staff.ts';
import { stationRoutes } from './routes/stations.ts';
import { systemRoutes } from './routes/system.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { watchRoutes } from './routes/watch.ts';
import { isSecure } from './session-cookie.ts';

/** Bodies are small: the journal travels over the socket. */
const BODY_LIMIT = 64 * 1024;

/** Hears of each route as it is added. */
export type OnRoute = (route: RouteOptions) => void;

/** Every HTTP route of the server, ready to listen. */
export async function buildHttp(context: HttpContext, onRoute?: OnRoute): Promise<FastifyInstance> {
  const { config, metrics } = context;
  const { tls } = config;
  const app: FastifyInstance = fastify({
    loggerInstance: context.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustProxy ?? false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: false },
    serverFactory: (handler) =>
      tls === null ? createHttpServer(handler) : createHttpsServer({ cert: tls.cert, key: tls.key }, handler),
  });
  // The routes check what they take by their own schemas; those given to the framework are for the description.
  app.setValidatorCompiler(() => (value) => ({ value }));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  decoratePrincipal(app);
  if (onRoute !== undefined) app.addHook('onRoute', onRoute);

  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('content-security-policy', API_POLICY);
    void reply.header(
      'permissions-policy',
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
    );
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.httpAnswered(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
  });
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: isSecure(config) ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    max: PER_MINUTE,
    errorResponseBuilder: (_request, { ttl }) => ({
      isApiError: true,
      ...TOO_MANY,
      retryAfterMs: ttl,
      statusCode: 429,
    }),
  });
  await app.register(swagger, { openapi: openApiInfo(config) });

  setErrorAnswers(app, context);
  accessRoutes(app, context);
  staffRoutes(app, context);
  tokenRoutes(app, context);
  stationRoutes(app, context);
  kioskRoutes(app, context);
  enrolmentRoutes(app, context);
  reportRoutes(app, context);
  listRoutes(app, context);
  watchRoutes(app, context);
  completenessRoutes(app, context);
  quarantineRoutes(app, context);
  sealingRoutes(app, context);
  systemRoutes(app, context);
  simulatedRoutes(app, context);
  await pageRoutes(app, context);
  return app;
}

const TOO_MANY: ApiError = {
  status: 429,
  error: 'too-many-requests',
  message: 'too many requests, come again later',
};
const DATABASE_AWAY: ApiError = {
  status: 503,
  error: 'database-away',
  message: 'the database cannot be used at the moment; ask again in a moment',
  retryAfterMs: ASK_AGAIN_MS,
};
const NOT_FOUND: ApiError = { status: 404, error: 'not-found', message: 'there is nothing at this address' };
const INTERNAL: ApiError = {
  status: 500,
  error: 'internal',
  message: 'an error of the server; it has been logged',
};

function setErrorAnswers(app: FastifyInstance, context: HttpContext): void {
  app.setNotFoundHandler((_request, reply) => sendError(reply, NOT_FOUND));
  app.setErrorHandler((error, request, reply) => {
    const known = knownError(error);
    if (known !== null) return sendError(reply, known);
    // Never the address or the body: they are somebody's words.
    context.logger.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'request failed',
    );
    return sendError(reply, INTERNAL);
  });
}

/** Errors that the framework makes of wrong requests. */
function knownError(error: unknown): ApiError | null {
  if (isDatabaseAway(error)) return DATABASE_AWAY;
  if (typeof error !== 'object' || error === null) return null;
  if ('isApiError' in error)
    return { ...TOO_MANY, ...('retryAfterMs' in error ? { retryAfterMs: Number(error.retryAfterMs) } : {}) };
  const status = 'statusCode' in error ? error.statusCode : null;
  if (status === 413)
    return { status: 413, error: 'too-large', message: `a body has at most ${BODY_LIMIT} bytes` };
  if (status === 415) return { status: 415, error: 'not-json', message: 'send application/json' };
  if (status === 400)
    return { status: 400, error: 'invalid-body', message: 'the request cannot be read', field: 'body' };
  return null;
}

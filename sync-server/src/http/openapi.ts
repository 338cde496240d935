import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { Config } from '../config.ts';
import { cookieName } from './session-cookie.ts';

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions['openapi']>;

/** Head of the OpenAPI document; the routes add themselves. */
export function openApiInfo(config: Pick<Config, 'tls' | 'publicOrigin'>): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Self-service permit kiosks: sync server',
      version: '1',
      description:
        'Days are Beijing days written YYYY-MM-DD; instants are ms since 1970 UTC; money is whole fen. Scripts send `Authorization: Bearer` with a token that an administrator has made. Errors have a body `{error, message, field?}`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: cookieName(config) },
      },
    },
    tags: [
      { name: 'report', description: 'Figures and the entries behind them' },
      { name: 'devices', description: 'Stations, kiosks, enrolment' },
      { name: 'watch', description: 'Incidents, set-aside entries, audit' },
      { name: 'access', description: 'Sign-in, accounts, tokens' },
      { name: 'system', description: 'Health, measurements' },
      { name: 'simulated', description: 'Simulated parts; not there in production' },
    ],
  };
}

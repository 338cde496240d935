// express-pouchdb on LevelDB: node pouchdb-server.ts PORT FOLDER

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [port = '0', folder = ''] = process.argv.slice(2);
const express = require('express') as () => {
  use(path: string, app: unknown): void;
  listen(port: number, host: string, done: () => void): Server;
};
const PouchDB = require('pouchdb') as { defaults(options: { prefix: string }): unknown };
const expressPouch = require('express-pouchdb') as (pouch: unknown, options: object) => unknown;

process.chdir(folder);
const app = express();
// For a page that comes from elsewhere.
app.use('/', (request: IncomingMessage, response: ServerResponse, next: () => void) => {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-headers', 'content-type, accept');
  response.setHeader('access-control-allow-methods', 'GET, PUT, POST, HEAD, DELETE');
  response.setHeader('access-control-max-age', '600');
  if (request.method === 'OPTIONS') response.writeHead(204).end();
  else next();
});
app.use(
  '/',
  expressPouch(PouchDB.defaults({ prefix: `${folder}/` }), {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: `${folder}/log.txt`,
  }),
);
app.listen(Number(port), '127.0.0.1', () => process.stdout.write('{"event":"ready"}\n'));

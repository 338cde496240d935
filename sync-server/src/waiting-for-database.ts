import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { listenError } from './listening.ts';
import { ASK_AGAIN_MS } from './storage/database-away.ts';
import { openStore } from './storage/open-store.ts';
import type { Store } from './storage/store.ts';

/** Between two tries, ms: twice as long each time, from the first to the last. */
const PAUSE_MS = { first: 250, most: 10_000 };

/**
 * Opens the database. One that is away is waited for without an end, and whoever asks meanwhile hears 503: machines start
 * in any order. The error is one line that says what to do.
 */
export async function openPatiently(config: Config, logger: Logger): Promise<Result<Store, string>> {
  const open = () => openStore({ dataDir: config.dataDir, databaseUrl: config.databaseUrl ?? undefined });
  let opened = await open();
  if (opened.ok || opened.error.code !== 'away') return opened.ok ? opened : err(opened.error.message);
  const standIn = await standInFor(config);
  if (!standIn.ok) return standIn;
  for (let wait = PAUSE_MS.first; !opened.ok && opened.error.code === 'away'; ) {
    logger.warn({ why: opened.error.message, againInMs: wait }, 'waiting for the database');
    await pause(wait);
    wait = Math.min(PAUSE_MS.most, wait * 2);
    opened = await open();
  }
  await standIn.value();
  return opened.ok ? opened : err(opened.error.message);
}

const BODY = JSON.stringify({
  error: 'database-away',
  message: 'the server waits for its database; ask again in a moment',
});

/** Listens where the server will. Gives how to end it. */
async function standInFor(config: Config): Promise<Result<() => Promise<void>, string>> {
  const { tls, host, port } = config;
  const answer: RequestListener = (_request, response) => {
    response.writeHead(503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'retry-after': String(ASK_AGAIN_MS / 1000),
      connection: 'close',
    });
    response.end(BODY);
  };
  const server =
    tls === null ? createHttpServer(answer) : createHttpsServer({ cert: tls.cert, key: tls.key }, answer);
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const line = listenError(cause, config);
    if (line === null) throw cause;
    return err(line);
  }
  return ok(async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
}

import { destination, pino } from 'pino';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { isDatabaseAway } from './storage/database-away.ts';

/** Longest time that finishing may take, ms. What is not finished then was not acknowledged to anybody. */
const STOP_WITHIN_MS = 8000;

/** Says in plain lines why the server does not start, and ends. */
function fail(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

const config = readConfig(process.env);
if (!config.ok) fail(config.error);

// Standard output is for the one line that says that the server is ready; what happens later goes to the log.
const logger = pino(
  { level: config.value.logLevel, redact: ['*.password', '*.token', '*.cookie', '*.authorization'] },
  destination({ dest: 2, sync: true }),
);

function crash(cause: unknown): never {
  logger.fatal({ err: cause }, 'unexpected error; the server ends');
  process.exit(1);
}
process.on('uncaughtException', crash);
process.on('unhandledRejection', (cause) => {
  // All that lasts is in the database and happens in transactions: one that went away leaves nothing half done here.
  if (isDatabaseAway(cause))
    logger.error({ err: cause }, 'a database that is away was noticed where nobody waited for it');
  else crash(cause);
});

const started = await startApp(config.value, { logger });
if (!started.ok) fail([started.error]);
const app = started.value;

let stopping = false;
async function stop(signal: string): Promise<void> {
  // Who asks twice does not want to wait.
  if (stopping) process.exit(1);
  stopping = true;
  logger.info({ signal }, 'stopping');
  setTimeout(() => {
    logger.error('stopping takes too long; the server ends');
    process.exit(1);
  }, STOP_WITHIN_MS).unref();
  await app.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));

const { simulated } = app.context;
logger.info({ url: app.url, engine: app.context.store.engine, simulated }, 'listening');
process.stdout.write(
  `${JSON.stringify({ event: 'ready', url: app.url, adminPassword: app.oneTimePassword })}\n`,
);

import { join } from 'node:path';
import { err, ok, type Result } from '@haizhu/shared/result';
import { MAX_FRAME_BYTES } from '@haizhu/shared/sync/protocol';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { ensureAdministrator } from './access/first-administrator.ts';
import { PASSWORD_COST, type PasswordCost } from './access/password.ts';
import { SignIn } from './access/sign-in.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createCore } from './core.ts';
import { SilenceWatch } from './devices/fleet-silence.ts';
import { DomainEvents } from './domain-events.ts';
import { buildHttp } from './http/build-http.ts';
import type { HttpContext } from './http/context.ts';
import { listenError, ownUrl } from './listening.ts';
import { Metrics } from './metrics.ts';
import { createConsoleNamespace } from './sockets/console-namespace.ts';
import { openPatiently } from './waiting-for-database.ts';

/** A server that listens. */
export interface App {
  /** Where browsers find it. */
  readonly url: string;
  readonly port: number;
  readonly context: HttpContext;
  /** Made at this start because nobody could sign in yet; to be shown once. */
  readonly oneTimePassword: string | null;
  /** Stops taking, finishes what has begun, closes the database. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly passwordCost?: PasswordCost;
}

const PAGES = {
  kiosk: join(import.meta.dirname, '../../kiosk-app/dist/kiosk'),
  console: join(import.meta.dirname, '../dist/console'),
};

/** Starts the whole server. The error is one line that says what to do; nothing is left open then. */
export async function startApp(config: Config, options: AppOptions): Promise<Result<App, string>> {
  const { logger, clock = systemClock, passwordCost = PASSWORD_COST } = options;
  const opened = await openPatiently(config, logger);
  if (!opened.ok) return opened;
  const store = opened.value;
  // Closed in the opposite order, whether the start succeeds or not.
  const closers: (() => Promise<void> | void)[] = [() => store.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        // What could not be finished was told to nobody; the rest is closed all the same.
        logger.error({ err: error }, 'a part of the server could not be closed in order');
      }
    }
  };
  try {
    const { oneTimePassword } = await ensureAdministrator(
      store,
      config.adminPassword,
      clock.now(),
      passwordCost,
    );
    const events = new DomainEvents();
    const core = await createCore({ config, store, events, clock, logger });
    const metrics = new Metrics(core);
    events.on('changed', (topics) => metrics.changed(topics));
    closers.push(() => core.stop());
    const context: HttpContext = {
      config,
      store,
      events,
      clock,
      logger,
      metrics,
      signIn: new SignIn(store, clock, passwordCost),
      passwordCost,
      ledger: core.ledger,
      sealingKey: core.sealingKey,
      sealingKeys: core.sealingKeys,
      incidents: core.incidents,
      simulated: core.simulated,
      simulatedPayments: core.simulatedPayments,
      pages: PAGES,
    };
    const app = await buildHttp(context);
    const io = new Server(app.server, {
      transports: ['websocket'],
      maxHttpBufferSize: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      serveClient: false,
    });
    closers.push(async () => {
      io.disconnectSockets(true);
      io.engine.close();
      await app.close();
    });
    core.attachKiosks(io);
    const onConnections = (count: number) => metrics.consoleConnections(count);
    const consoles = createConsoleNamespace(io, {
      store,
      events,
      clock,
      config,
      onConnections,
      onError: (error) => logger.warn({ err: error }, 'who is at a console could not be looked up'),
    });
    closers.push(() => consoles.stop());
    const silence = new SilenceWatch(store, events, clock, logger);
    silence.start();
    closers.push(() => silence.stop());

    try {
      await app.listen({ host: config.host, port: config.port });
    } catch (cause) {
      const line = listenError(cause, config);
      if (line === null) throw cause;
      await close();
      return err(line);
    }
    return ok({ url: ownUrl(config), port: config.port, context, oneTimePassword, close });
  } catch (cause) {
    await close();
    throw cause;
  }
}

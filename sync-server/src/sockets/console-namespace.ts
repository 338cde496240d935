import { fastifyCookie } from '@fastify/cookie';
import { CONSOLE_NAMESPACE } from '@haizhu/shared/sync/protocol';
import type { Server, Socket } from 'socket.io';
import { findSession } from '../access/sessions.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DomainEvents, Topic } from '../domain-events.ts';
import { isOwnOrigin } from '../http/same-origin.ts';
import { cookieName } from '../http/session-cookie.ts';
import type { Store } from '../storage/store.ts';

/** At most one `changed` in this time, ms. */
const COALESCE_MS = 500;
/** How often it is looked whether the sessions behind the connections have ended, ms. */
const RECHECK_MS = 60_000;

export interface ConsoleNamespaceDeps {
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly config: Pick<Config, 'tls' | 'publicOrigin'>;
  /** Hears of what could not be looked up. */
  readonly onError: (error: unknown) => void;
  readonly onConnections?: (count: number) => void;
}

/**
 * Tells the console's pages what has changed; they ask again for what they show of it. Only for staff who are signed
 * in, only from our own pages.
 */
export function createConsoleNamespace(io: Server, deps: ConsoleNamespaceDeps): { stop(): void } {
  const namespace = io.of(CONSOLE_NAMESPACE);
  const tokens = new Map<Socket, string>();
  const connections = () => deps.onConnections?.(tokens.size);

  namespace.use((socket, next) => {
    admit(deps, socket).then(
      (answer) => {
        if ('refusal' in answer) return next(new Error(answer.refusal));
        tokens.set(socket, answer.token);
        next();
      },
      (error: unknown) => {
        // Nobody knows who it is: come again.
        deps.onError(error);
        next(new Error('unavailable'));
      },
    );
  });
  namespace.on('connection', (socket) => {
    connections();
    socket.on('disconnect', () => {
      tokens.delete(socket);
      connections();
    });
  });

  const teller = new CoalescedTeller((topics) => namespace.emit('changed', { topics }));
  const tell = (topics: ReadonlySet<Topic>) => teller.add(topics);
  deps.events.on('changed', tell);
  const recheck = setInterval(() => {
    dropSignedOut(deps, tokens).catch(deps.onError);
  }, RECHECK_MS);
  recheck.unref();
  return {
    stop() {
      clearInterval(recheck);
      deps.events.off('changed', tell);
      teller.stop();
    },
  };
}

/** Who comes from our own pages with a session that goes on. */
async function admit(
  deps: ConsoleNamespaceDeps,
  { handshake: { headers } }: Socket,
): Promise<{ readonly token: string } | { readonly refusal: 'foreign-page' | 'signed-out' }> {
  if (!isOwnOrigin(headers, deps.config.publicOrigin)) return { refusal: 'foreign-page' };
  const token = fastifyCookie.parse(headers.cookie ?? '')[cookieName(deps.config)];
  if (token === undefined || !(await isSignedIn(deps, token))) return { refusal: 'signed-out' };
  return { token };
}

async function isSignedIn({ store, clock }: ConsoleNamespaceDeps, token: string): Promise<boolean> {
  const session = await findSession(store.read, token, clock.now());
  return session !== null && !session.mustChangePassword;
}

async function dropSignedOut(deps: ConsoleNamespaceDeps, tokens: ReadonlyMap<Socket, string>): Promise<void> {
  for (const [socket, token] of tokens) {
    if (!(await isSignedIn(deps, token))) socket.disconnect(true);
  }
}

/** Says the first change at once and gathers what follows within `COALESCE_MS`. */
export class CoalescedTeller {
  readonly #tell: (topics: readonly Topic[]) => void;
  readonly #waiting = new Set<Topic>();
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (topics: readonly Topic[]) => void) {
    this.#tell = tell;
  }

  add(topics: Iterable<Topic>): void {
    for (const topic of topics) this.#waiting.add(topic);
    if (this.#timer === null) this.#flush();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.clear();
  }

  #flush(): void {
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    this.#tell([...this.#waiting]);
    this.#waiting.clear();
    this.#timer = setTimeout(() => this.#flush(), COALESCE_MS);
    this.#timer.unref();
  }
}

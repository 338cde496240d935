import {
  helloSchema,
  KIOSK_NAMESPACE,
  MIN_PROTOCOL,
  PROTOCOL,
  type Refusal,
} from '@haizhu/shared/sync/protocol';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { applicationStatus } from '../applications/application-status.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { IncidentName } from '../incidents/incidents.ts';
import { ASK_AGAIN_MS, isDatabaseAway } from '../storage/database-away.ts';
import type { Row } from '../storage/schema.ts';
import { CheckLimiter } from './check-limiter.ts';
import { FRAMES, type FrameDeps, MalformedFrame } from './kiosk-frames.ts';
import { answerHello, isStillWelcome } from './kiosk-hello.ts';
import { KioskSession } from './kiosk-session.ts';

export interface KioskNamespaceDeps extends FrameDeps {
  readonly events: DomainEvents;
  readonly logger: Logger;
  /** Time within which a connection must prove itself, ms. */
  readonly proveWithinMs?: number;
}

export interface KioskNamespace {
  /** Kiosks connected and proved here. */
  connected(): number;
  close(): void;
}

/** Listens to kiosks. Every frame is checked, answered, and never ends the server or another kiosk's work. */
export function attachKiosks(io: Server, deps: KioskNamespaceDeps): KioskNamespace {
  const namespace = io.of(KIOSK_NAMESPACE);
  const shared: Shared = { current: new Map(), sessions: new WeakMap(), checks: new CheckLimiter() };

  namespace.on('connection', (socket) => listen(socket, shared, deps));

  // A frame that is too large ends its connection in the layer below; it is still to be seen by staff.
  const onEngineConnection = (connection: {
    on(event: 'close', fn: (reason: string, why: unknown) => void): void;
    remoteAddress?: string;
  }) => {
    connection.on('close', (_reason, why) => {
      if (!isTooLarge(why)) return;
      deps.incidents.record({
        name: 'frame-too-large',
        kioskId: shared.sessions.get(connection)?.claimed ?? '',
        address: connection.remoteAddress ?? '',
        detail: 'connection closed',
      });
    });
  };
  io.engine.on('connection', onEngineConnection as never);

  // A kiosk that brings up a day's queue must not be sent as much again about applications at which nobody looks.
  const onApplication = (row: Row<'application'>) => {
    const socket = shared.current.get(row.kiosk_id);
    if (socket !== undefined && shared.sessions.get(socket.conn)?.watches(row.id) === true)
      socket.emit('application', applicationStatus(row));
  };
  const onRevoked = (kiosk: string) => namespace.in(roomOf(kiosk)).disconnectSockets(true);
  deps.events.on('application', onApplication);
  deps.events.on('revoked', onRevoked);
  return {
    connected: () => shared.current.size,
    close() {
      deps.events.off('application', onApplication);
      deps.events.off('revoked', onRevoked);
      namespace.disconnectSockets(true);
    },
  };
}

const roomOf = (kiosk: string) => `kiosk:${kiosk}`;

/** What the connections of all kiosks have in common. */
interface Shared {
  /** The connection that counts, by kiosk. */
  readonly current: Map<string, Socket>;
  /** By connection of the layer below. */
  readonly sessions: WeakMap<object, KioskSession>;
  readonly checks: CheckLimiter;
}

function listen(socket: Socket, { current, sessions, checks }: Shared, deps: KioskNamespaceDeps): void {
  const session = new KioskSession(socket.handshake.address, checks);
  sessions.set(socket.conn, session);
  const incident = (name: IncidentName, detail: string) =>
    deps.incidents.record({ name, kioskId: session.claimed, address: session.address, detail });

  const tooLate = setTimeout(() => socket.disconnect(true), deps.proveWithinMs ?? 10_000);
  socket.on('disconnect', () => {
    clearTimeout(tooLate);
    const { proved } = session;
    if (proved === null || current.get(proved.kiosk) !== socket) return;
    current.delete(proved.kiosk);
    deps.presence.disconnected(proved.kiosk, deps.clock.now());
  });

  const answerer =
    (frame: string, work: (payload: unknown) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<void> => {
      const ack = args.at(-1);
      const answer = async (): Promise<unknown> => {
        try {
          return await work(args.length > 1 || typeof ack !== 'function' ? args[0] : undefined);
        } catch (error) {
          if (error instanceof MalformedFrame) {
            incident('malformed-frame', `${frame} ${error.message}`);
            return { ok: false, error: 'malformed-frame', detail: error.message } satisfies Refusal;
          }
          if (isDatabaseAway(error)) {
            deps.logger.warn({ err: error, frame }, 'the database is away');
            return { ok: false, error: 'slow-down', retryAfterMs: ASK_AGAIN_MS } satisfies Refusal;
          }
          deps.logger.error({ err: error, frame, kiosk: session.claimed }, 'a frame could not be answered');
          return { ok: false, error: 'internal' } satisfies Refusal;
        }
      };
      const said = await answer();
      if (typeof ack === 'function') ack(said);
    };

  socket.on(
    'hello',
    answerer('hello', async (payload) => {
      if (session.isProved()) throw new MalformedFrame('said already');
      // The version first: a newer kiosk's hello may look different, and is to be told why it cannot be heard.
      const version =
        typeof payload === 'object' && payload !== null && 'protocol' in payload ? payload.protocol : null;
      const parsed = helloSchema.safeParse(payload);
      if (!parsed.success) {
        if (typeof version === 'number' && (version < MIN_PROTOCOL || version > PROTOCOL)) {
          incident('protocol-unsupported', `version ${version}`);
          return { ok: false, error: 'protocol-unsupported' } satisfies Refusal;
        }
        throw new MalformedFrame(parsed.error.issues[0]?.path.map(String).join('.') ?? '');
      }
      const answer = await answerHello(deps, session, parsed.data);
      const { proved } = session;
      if (!answer.ok || proved === null) return answer;
      clearTimeout(tooLate);
      // A kiosk has one connection, whichever server it is at; the older one is a dead link that has not noticed.
      current.set(proved.kiosk, socket);
      socket.nsp.in(roomOf(proved.kiosk)).disconnectSockets(true);
      await socket.join(roomOf(proved.kiosk));
      // From here on a revocation finds the connection; one that came before is looked for.
      if (await isStillWelcome(deps.store, proved.kiosk, proved.epoch)) return answer;
      setImmediate(() => socket.disconnect(true));
      return { ok: false, error: 'not-proved' } satisfies Refusal;
    }),
  );

  for (const [frame, handler] of Object.entries(FRAMES)) {
    socket.on(
      frame,
      answerer(frame, async (payload) => {
        const { proved } = session;
        if (proved === null) {
          incident('not-proved', frame);
          return { ok: false, error: 'not-proved' } satisfies Refusal;
        }
        return handler(deps, session, proved, payload);
      }),
    );
  }

  socket.onAny((frame: unknown, ...args: unknown[]) => {
    if (frame === 'hello' || (typeof frame === 'string' && Object.hasOwn(FRAMES, frame))) return;
    incident('unknown-frame', String(frame).slice(0, 40));
    const ack = args.at(-1);
    if (typeof ack === 'function') ack({ ok: false, error: 'malformed-frame' } satisfies Refusal);
  });

  socket.emit('challenge', {
    nonce: session.nonce,
    serverTime: deps.clock.now(),
    protocol: { min: MIN_PROTOCOL, max: PROTOCOL },
  });
}

function isTooLarge(why: unknown): boolean {
  return why instanceof Error && why.message.includes('Max payload size exceeded');
}

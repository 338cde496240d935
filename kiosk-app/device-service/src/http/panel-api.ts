import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Device } from '../device.ts';
import { type ActionRefusal, act, panelActionSchema } from '../simulation/actions.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { isOwnOrigin } from './local-only.ts';
import type { PaymentProxy } from './payments.ts';
import { SECURITY_HEADERS } from './static-files.ts';

/** Longest body of a request, bytes. */
const MAX_BODY = 4096;

export interface PanelApi {
  handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

/**
 * The panel's interface: `GET state`, `GET events` (server-sent states), `GET payments`, `GET buffers`, and
 * `POST actions`. Exists only while devices are simulated.
 */
export function createPanelApi(
  simulation: Simulation,
  served: readonly Device[],
  payments: PaymentProxy | null,
): PanelApi {
  const streams = new Set<ServerResponse>();
  let told = '';
  const stopWatching = simulation.world.onChange(() => {
    if (streams.size === 0) return;
    const state = JSON.stringify(simulation.state(served));
    if (state === told) return;
    told = state;
    for (const stream of streams) stream.write(`data: ${state}\n\n`);
  });

  function stream(response: ServerResponse): void {
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(simulation.state(served))}\n\n`);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  async function doAction(request: IncomingMessage): Promise<readonly [number, object]> {
    if (!isOwnOrigin(request)) return [403, { error: 'wrong-origin' }];
    // Makes a browser ask first before a foreign page may post here.
    if (request.headers['content-type'] !== 'application/json') return [415, { error: 'json-only' }];
    const text = await bodyOf(request);
    if (text === null) return [413, { error: 'too-large' }];
    const action = panelActionSchema.safeParse(parse(text));
    if (!action.success) return [400, { error: 'unknown-action' }];
    if (action.data.action !== 'settle-payment') {
      const done = act(simulation.world, action.data);
      return done.ok ? [200, { ok: true }] : [409, { error: done.error }];
    }
    const { orderId, result } = action.data;
    const refusal: ActionRefusal | null =
      payments === null
        ? 'no-payment-server'
        : (await payments.settle(orderId, result))
          ? null
          : 'payment-refused';
    return refusal === null ? [200, { ok: true }] : [409, { error: refusal }];
  }

  async function answer(path: string, request: IncomingMessage): Promise<readonly [number, object]> {
    switch (`${request.method} ${path}`) {
      case 'GET state':
        return [200, simulation.state(served)];
      case 'GET buffers':
        return [200, { buffers: simulation.held() }];
      case 'GET payments':
        return [200, { payments: payments === null ? null : await payments.open() }];
      case 'POST actions':
        return doAction(request);
      default:
        return [404, { error: 'not-found' }];
    }
  }

  return {
    async handle(path, request, response) {
      if (`${request.method} ${path}` === 'GET events') return stream(response);
      const [status, body] = await answer(path, request);
      response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(body));
    },
    close() {
      stopWatching();
      for (const response of streams) response.end();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MAX_BODY) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

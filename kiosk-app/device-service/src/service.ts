import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { VAULT_PATH } from '@haizhu/shared/vault/messages';
import { MAX_FRAME_BYTES } from '@haizhu/shared/xfs/envelope';
import { SERVICE_NAMES, SERVICES, type ServiceName } from '@haizhu/shared/xfs/status';
import { WebSocketServer } from 'ws';
import type { DeviceServiceConfig, DeviceSetting } from './config.ts';
import { type Device, missingDevice } from './device.ts';
import { attach } from './drivers/byte-link.ts';
import { createOneWayPrinter } from './drivers/escpos-one-way.ts';
import { createEscposPrinter } from './drivers/escpos-printer.ts';
import { createSamIdReader } from './drivers/sam-id-reader.ts';
import { listen } from './http/listen.ts';
import { isAllowedOrigin, isLocalHost } from './http/local-only.ts';
import { createPanelApi } from './http/panel-api.ts';
import { createPaymentProxy } from './http/payments.ts';
import { SECURITY_HEADERS, sendFile } from './http/static-files.ts';
import { Simulation } from './simulation/simulation.ts';
import { SimulatedWorld } from './simulation/world.ts';
import { VaultDesk } from './vault/vault-desk.ts';
import { Endpoint } from './xfs/endpoint.ts';
import { PUBLISHER_PATH, servePublisher } from './xfs/publisher.ts';

export interface DeviceServiceOptions extends DeviceServiceConfig {
  /** Speed of simulated movements; 1 is that of a real machine. */
  readonly speed?: number;
  /** Hears of mistakes inside the service; nothing of a citizen is in them. */
  readonly onMistake?: (error: unknown) => void;
}

export interface DeviceService {
  readonly port: number;
  /** What is served, for tests. */
  readonly devices: readonly Device[];
  /** The simulated machine; null when nothing is simulated. */
  readonly simulation: Simulation | null;
  close(): Promise<void>;
}

const PANEL_ROOT = fileURLToPath(new URL('../../dist/panel', import.meta.url));
/** A kiosk has one window; more sockets than this are somebody else. */
const MAX_SOCKETS = 64;

/** Settings for everything simulated, as tests and the demo use them. */
export const SIMULATED: DeviceServiceOptions = {
  port: undefined,
  simulate: true,
  allowedOrigins: [],
  serverUrl: null,
  vaultFolder: null,
  idReader: 'sim',
  cardReader: 'sim',
  cardPrinter: 'sim',
  receiptPrinter: 'sim',
};

/** Starts the device service. Throws when no port can be had. */
export async function startDeviceService(options: DeviceServiceOptions): Promise<DeviceService> {
  const onMistake = options.onMistake ?? (() => {});
  const simulation = options.simulate ? new Simulation(new SimulatedWorld(options.speed)) : null;
  const devices = SERVICE_NAMES.map((name) => createDevice(name, options, simulation));
  const endpoints = new Map(devices.map((device) => [device.service, new Endpoint(device, onMistake)]));
  const payments = options.serverUrl === null ? null : createPaymentProxy(options.serverUrl);
  const panel = simulation === null ? null : createPanelApi(simulation, devices, payments);

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isPanel = panel !== null && isLocalHost(request.headers.host);
    if (isPanel && pathname.startsWith('/panel/api/')) {
      await panel.handle(pathname.slice('/panel/api/'.length), request, response);
    } else if (isPanel && request.method === 'GET' && pathname.startsWith('/panel/')) {
      await sendFile(PANEL_ROOT, pathname.slice('/panel/'.length), response);
    } else if (isPanel && (pathname === '/panel' || pathname === '/')) {
      response.writeHead(302, { ...SECURITY_HEADERS, location: '/panel/' }).end();
    } else {
      response.writeHead(404, SECURITY_HEADERS).end();
    }
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      onMistake(error);
      response.destroy();
    });
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const vault = options.vaultFolder === null ? null : new VaultDesk(options.vaultFolder, onMistake);
  server.on('upgrade', (request, socket, head) => {
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
    socket.on('error', () => socket.destroy());
    const { host = '', origin } = request.headers;
    const path = (request.url ?? '').replace(/\/$/, '');
    const service = path.slice(PUBLISHER_PATH.length + 1);
    const endpoint = endpoints.get(service as ServiceName);
    if (!isLocalHost(host) || !isAllowedOrigin(origin, options.allowedOrigins))
      return refuse('403 Forbidden');
    if (path === VAULT_PATH && vault !== null) {
      // Only the kiosk's page has one; a program on this machine has no business with it.
      if (origin === undefined) return refuse('403 Forbidden');
      vault.upgrade(request, socket, head);
      return;
    }
    if (path !== PUBLISHER_PATH && (endpoint === undefined || path !== `${PUBLISHER_PATH}/${service}`)) {
      return refuse('404 Not Found');
    }
    if (sockets.clients.size >= MAX_SOCKETS) return refuse('503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (endpoint === undefined) servePublisher(client, host, onMistake);
      else endpoint.accept(client);
    });
  });

  const port = await listen(server, options.port);
  return {
    port,
    devices,
    simulation,
    async close() {
      panel?.close();
      await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()));
      simulation?.world.close();
      for (const client of sockets.clients) client.close(1001);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of sockets.clients) client.terminate();
      vault?.cut();
      server.closeAllConnections();
      await closed;
      await vault?.close();
    },
  };
}

function createDevice(name: ServiceName, config: DeviceServiceConfig, simulation: Simulation | null): Device {
  const settings: Readonly<Record<ServiceName, DeviceSetting>> = {
    IdReader: config.idReader,
    CardReader: config.cardReader,
    CardPrinter: config.cardPrinter,
    ReceiptPrinter: config.receiptPrinter,
  };
  const setting = settings[name];
  if (setting === 'sim' && simulation !== null) return simulation.devices[SERVICES[name]];
  if (setting === 'sim' || setting === 'none') return missingDevice(name);
  switch (name) {
    case 'IdReader':
      return createSamIdReader(() => attach(setting));
    case 'ReceiptPrinter':
      return setting.answers
        ? createEscposPrinter(() => attach(setting))
        : createOneWayPrinter(() => attach(setting));
    case 'CardReader':
    case 'CardPrinter':
      return missingDevice(name);
  }
}

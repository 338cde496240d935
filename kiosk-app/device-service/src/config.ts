import { err, ok, type Result } from '@haizhu/shared/result';
import { type Attachment, parseAttachment } from './attachment.ts';

/** `sim`: simulated. `none`: not there, its service says `noDevice`. */
export type DeviceSetting = Attachment | 'sim' | 'none';

export interface DeviceServiceConfig {
  /** Undefined: the first free port of 5846-5856, where XFS4IoT clients look. */
  readonly port: number | undefined;
  /** Whether there is a fault panel, and devices that are not set up are simulated. */
  readonly simulate: boolean;
  /** Pages that may open a socket here. */
  readonly allowedOrigins: readonly string[];
  /** Where the panel finds the server's simulated payments; null: it has no such section. */
  readonly serverUrl: string | null;
  /** Folder of the vault: what this machine is, and the second copy of its journal. Null: it has none. */
  readonly vaultFolder: string | null;
  readonly idReader: DeviceSetting;
  readonly cardReader: DeviceSetting;
  readonly cardPrinter: DeviceSetting;
  readonly receiptPrinter: DeviceSetting;
}

/** Ports at which XFS4IoT clients look for a publisher. */
export const XFS_PORTS = { first: 5846, last: 5856 } as const;

const DEFAULT_ORIGINS = 'http://localhost:8080,http://127.0.0.1:8080';

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the settings from the environment; the error is one line that says which one cannot be. */
export function readConfig(env: Env): Result<DeviceServiceConfig, string> {
  const simulate = env['SIMULATE'] === '1';
  const port = env['PORT'] === undefined || env['PORT'] === '' ? undefined : Number(env['PORT']);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    return err(`PORT=${env['PORT']} is not a port number`);
  }
  const server = env['SERVER_URL'] ?? '';
  if (server !== '' && !URL.canParse(server)) return err(`SERVER_URL=${server} is not an address`);
  const setting = (name: string, real: readonly Attachment['kind'][], mayBeSilent = false) =>
    readSetting(env, name, real, simulate, mayBeSilent);
  const idReader = setting('ID_READER', ['serial', 'tcp', 'file']);
  const receiptPrinter = setting('RECEIPT_PRINTER', ['serial', 'tcp', 'file'], true);
  // No public protocol for these: a vendor's own XFS4IoT service stands in for them.
  const cardReader = setting('CARD_READER', []);
  const cardPrinter = setting('CARD_PRINTER', []);
  if (!idReader.ok) return idReader;
  if (!receiptPrinter.ok) return receiptPrinter;
  if (!cardReader.ok) return cardReader;
  if (!cardPrinter.ok) return cardPrinter;
  return ok({
    port,
    simulate,
    allowedOrigins: (env['ALLOWED_ORIGINS'] ?? DEFAULT_ORIGINS).split(',').map((origin) => origin.trim()),
    serverUrl: server === '' ? null : server.replace(/\/+$/, ''),
    vaultFolder: env['VAULT_DIR'] || null,
    idReader: idReader.value,
    cardReader: cardReader.value,
    cardPrinter: cardPrinter.value,
    receiptPrinter: receiptPrinter.value,
  });
}

function readSetting(
  env: Env,
  name: string,
  real: readonly Attachment['kind'][],
  simulate: boolean,
  mayBeSilent: boolean,
): Result<DeviceSetting, string> {
  const text = env[name] ?? '';
  if (text === '') return ok(simulate ? 'sim' : 'none');
  if (text === 'none') return ok('none');
  if (text === 'sim') return simulate ? ok('sim') : err(`${name}=sim needs SIMULATE=1`);
  const attachment = parseAttachment(text);
  if (!attachment.ok) return err(`${name}=${text} is not understood: ${attachment.error}`);
  if (!real.includes(attachment.value.kind)) {
    return err(
      `${name}=${text} is not understood: there is no driver for it, a vendor's own service serves it`,
    );
  }
  if (!attachment.value.answers && !mayBeSilent) return err(`${name}=${text}: this device has to answer`);
  return ok(attachment.value);
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { WorkLimits } from '@haizhu/shared/sync/work-limits';
import { type NumberRange, readNumber } from './config-number.ts';
import { readWorkLimits } from './config-work-limits.ts';

/** Longest and shortest password that staff may have, in characters. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;

const RETENTION_DAYS: NumberRange = { fallback: 365, min: 1, max: 36_500 };
const KIOSK_SEALED_DAYS: NumberRange = { fallback: 90, min: 1, max: 36_500 };

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** An outside system over HTTP. */
export interface Outside {
  readonly url: string;
  readonly token: string | null;
}

/** How the server runs; read once from the environment at start. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly adminPassword: string | null;
  readonly authority: Outside | null;
  readonly payment: Outside | null;
  /** Simulated parts may stand in for outside systems that have no address. */
  readonly simulated: boolean;
  /** Demonstration kiosks may enrol themselves. */
  readonly demo: boolean;
  /** Origin under which browsers see the server, without a trailing slash. */
  readonly publicOrigin: string | null;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Addresses of reverse proxies whose word on the caller's address is believed. */
  readonly trustProxy: string | null;
  /** WebSocket address of the device service beside a kiosk's browser. */
  readonly deviceServiceUrl: string | null;
  readonly logLevel: LogLevel;
  /** Days after the conclusion of an application for which its sealed payload is held. */
  readonly sealedRetentionDays: number;
  /** Days after the acknowledgement for which a kiosk keeps its own copy of a sealed payload. */
  readonly kioskSealedDays: number;
  /** When kiosks warn staff, and when they take no new work. */
  readonly workLimits: WorkLimits;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the options. The error is one line for each mistake, naming the variable and what to do. */
export function readConfig(env: Environment): Result<Config, readonly string[]> {
  const mistakes: string[] = [];
  const text = (name: string): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const flag = (name: string): boolean => {
    const value = text(name);
    if (value !== null && value !== '0' && value !== '1') {
      mistakes.push(`${name}=${value} is not understood: give 1 or 0.`);
    }
    return value === '1';
  };
  const address = (name: string, protocols: readonly string[], show = true): string | null => {
    const value = text(name);
    if (value === null) return null;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (parsed !== null && protocols.includes(parsed.protocol)) return value;
    // An address may hold a password: it is not repeated then.
    const said = show ? `${name}=${value}` : name;
    mistakes.push(
      `${said} is not an address: give one that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
    return null;
  };
  const outside = (url: string, token: string): Outside | null => {
    const found = address(url, ['http:', 'https:']);
    return found === null ? null : { url: found, token: text(token) };
  };

  const simulated = flag('SIMULATED');
  const demo = flag('DEMO');
  if (demo && !simulated)
    mistakes.push('DEMO=1 needs SIMULATED=1: demonstration kiosks are for simulated runs only.');
  const adminPassword = env['ADMIN_PASSWORD'] === '' ? null : (env['ADMIN_PASSWORD'] ?? null);
  const shortest = simulated ? 1 : PASSWORD_LENGTH.min;
  if (
    adminPassword !== null &&
    (adminPassword.length < shortest || adminPassword.length > PASSWORD_LENGTH.max)
  ) {
    mistakes.push(`ADMIN_PASSWORD must have ${shortest} to ${PASSWORD_LENGTH.max} characters.`);
  }
  const port = readPort(text('PORT') ?? '8080', mistakes);
  const origin = address('PUBLIC_ORIGIN', ['http:', 'https:']);
  if (origin !== null && new URL(origin).origin !== origin.replace(/\/$/, '')) {
    mistakes.push(
      `PUBLIC_ORIGIN=${origin} has a path: give only scheme, host and port, as in https://kiosks.example.`,
    );
  }
  const config: Config = {
    // A name would be bound to several addresses; the sockets hang on one.
    host: text('HOST')?.replace(/^localhost$/, '127.0.0.1') ?? '127.0.0.1',
    port,
    dataDir: resolve(text('DATA_DIR') ?? './data'),
    databaseUrl: address('DATABASE_URL', ['postgres:', 'postgresql:'], false),
    adminPassword,
    authority: outside('AUTHORITY_URL', 'AUTHORITY_TOKEN'),
    payment: outside('PAYMENT_URL', 'PAYMENT_TOKEN'),
    simulated,
    demo,
    publicOrigin: origin === null ? null : new URL(origin).origin,
    tls: readTls(text('TLS_CERT'), text('TLS_KEY'), mistakes),
    trustProxy: text('TRUST_PROXY'),
    deviceServiceUrl: address('DEVICE_SERVICE_URL', ['ws:', 'wss:']),
    logLevel: readLogLevel(text('LOG_LEVEL') ?? 'info', mistakes),
    sealedRetentionDays: readNumber(
      'SEALED_RETENTION_DAYS',
      text('SEALED_RETENTION_DAYS'),
      RETENTION_DAYS,
      mistakes,
    ),
    kioskSealedDays: readNumber('KIOSK_SEALED_DAYS', text('KIOSK_SEALED_DAYS'), KIOSK_SEALED_DAYS, mistakes),
    workLimits: readWorkLimits(text, mistakes),
  };
  return mistakes.length === 0 ? ok(config) : err(mistakes);
}

function readPort(value: string, mistakes: string[]): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= 65_535) return port;
  mistakes.push(`PORT=${value} is not a port: give a number from 1 to 65535.`);
  return 0;
}

function readLogLevel(value: string, mistakes: string[]): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value);
  if (level !== undefined) return level;
  mistakes.push(`LOG_LEVEL=${value} is not understood: give one of ${LOG_LEVELS.join(', ')}.`);
  return 'info';
}

function readTls(cert: string | null, key: string | null, mistakes: string[]): Config['tls'] {
  if (cert === null && key === null) return null;
  if (cert === null || key === null) {
    mistakes.push('TLS_CERT and TLS_KEY belong together: give the files of both, or of neither.');
    return null;
  }
  const read = (name: string, file: string): Buffer | null => {
    try {
      return readFileSync(file);
    } catch (cause) {
      mistakes.push(
        `${name}=${file} cannot be read (${cause instanceof Error ? cause.message : 'unknown'}).`,
      );
      return null;
    }
  };
  const [certificate, privateKey] = [read('TLS_CERT', cert), read('TLS_KEY', key)];
  if (certificate === null || privateKey === null) return null;
  try {
    createSecureContext({ cert: certificate, key: privateKey });
    return { cert: certificate, key: privateKey };
  } catch {
    mistakes.push(`TLS_CERT=${cert} and TLS_KEY=${key} are not a certificate and its key, in PEM.`);
    return null;
  }
}

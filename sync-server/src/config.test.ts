import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('without any option: this machine only, nothing simulated, no outside system', () => {
  expect(readConfig({})).toEqual({
    ok: true,
    value: {
      host: '127.0.0.1',
      port: 8080,
      dataDir: resolve('./data'),
      databaseUrl: null,
      adminPassword: null,
      authority: null,
      payment: null,
      simulated: false,
      demo: false,
      publicOrigin: null,
      tls: null,
      trustProxy: null,
      deviceServiceUrl: null,
      logLevel: 'info',
      sealedRetentionDays: 365,
      kioskSealedDays: 90,
      workLimits: DEFAULT_WORK_LIMITS,
    },
  });
});

test('an empty variable is one that is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', ADMIN_PASSWORD: '', DEMO: '' })).toEqual(readConfig({}));
});

test.each([
  [{ PORT: 'http' }, 'PORT=http'],
  [{ PORT: '0' }, 'PORT=0'],
  [{ PORT: '65536' }, 'PORT=65536'],
  [{ PORT: '80.5' }, 'PORT=80.5'],
  [{ SEALED_RETENTION_DAYS: '0' }, 'SEALED_RETENTION_DAYS=0'],
  [{ KIOSK_SEALED_DAYS: '0' }, 'KIOSK_SEALED_DAYS=0'],
  [{ STOP_QUEUE: '-1' }, 'STOP_QUEUE=-1'],
  [{ STOP_STORAGE_PERCENT: '101' }, 'STOP_STORAGE_PERCENT=101'],
  [{ WARN_QUEUE: '30000' }, 'WARN_QUEUE=30000 must not be more than STOP_QUEUE=20000'],
  [{ SIMULATED: 'yes' }, 'SIMULATED=yes'],
  [{ DEMO: '1' }, 'DEMO=1 needs SIMULATED=1'],
  [{ ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD must have 10'],
  [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'DATABASE_URL is not an address'],
  [{ AUTHORITY_URL: 'authority.example' }, 'AUTHORITY_URL=authority.example'],
  [{ PAYMENT_URL: 'ftp://pay.example' }, 'PAYMENT_URL=ftp://pay.example'],
  [
    { PUBLIC_ORIGIN: 'https://kiosks.example/console' },
    'PUBLIC_ORIGIN=https://kiosks.example/console has a path',
  ],
  [{ DEVICE_SERVICE_URL: 'http://localhost:5846' }, 'DEVICE_SERVICE_URL=http://localhost:5846'],
  [{ TLS_CERT: '/tmp/cert.pem' }, 'TLS_CERT and TLS_KEY belong together'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud'],
])('%j is told in one line', (env: Record<string, string>, line) => {
  const read = readConfig(env);
  expect(read.ok ? [] : read.error).toEqual([expect.stringContaining(line)]);
});

test('every mistake has its line, and none tells a password', () => {
  const read = readConfig({
    PORT: 'x',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    ADMIN_PASSWORD: 'hunter2',
    LOG_LEVEL: 'x',
  });
  const lines = read.ok ? [] : read.error;
  expect(lines).toHaveLength(4);
  expect(lines.join('\n')).not.toContain('hunter2');
  for (const line of lines) expect(line).not.toContain('\n');
});

test('an outside system keeps its token to itself', () => {
  const read = readConfig({
    AUTHORITY_URL: 'https://authority.example/v1',
    AUTHORITY_TOKEN: 't',
    PUBLIC_ORIGIN: 'https://kiosks.example/',
  });
  expect(read).toMatchObject({
    ok: true,
    value: {
      authority: { url: 'https://authority.example/v1', token: 't' },
      publicOrigin: 'https://kiosks.example',
    },
  });
});

test('a certificate is checked at once, and a file that cannot be read is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haizhu-config-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(cert, 'certificate');
  const missing = readConfig({ TLS_CERT: cert, TLS_KEY: key });
  expect(missing.ok ? '' : missing.error[0]).toContain(`TLS_KEY=${key} cannot be read`);
  writeFileSync(key, 'key');
  const read = readConfig({ TLS_CERT: cert, TLS_KEY: key });
  expect(read.ok ? [] : read.error).toEqual([expect.stringContaining('are not a certificate and its key')]);
  rmSync(folder, { recursive: true });
});

test('work limits are given in the units that people use', () => {
  const config = readConfig({
    STOP_OLDEST_HOURS: '48',
    WARN_STORAGE_PERCENT: '7',
    WARN_CLOCK_SECONDS: '30',
    STOP_QUEUE: '5000',
  });
  expect(config).toMatchObject({
    ok: true,
    value: {
      workLimits: {
        queued: { warn: 2000, stop: 5000 },
        oldestMs: { warn: 86_400_000, stop: 172_800_000 },
        storageShare: { warn: 0.07, stop: 0.9 },
        clockErrorMs: { warn: 30_000, stop: 3_600_000 },
      },
    },
  });
});

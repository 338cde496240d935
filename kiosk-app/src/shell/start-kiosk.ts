import { VAULT_PATH } from '@haizhu/shared/vault/messages';
import type { EnrolParts } from '../adapters/enrolment.ts';
import { createKioskRuntime, type KioskRuntime } from '../adapters/kiosk-runtime.ts';
import {
  type Before,
  type KioskStorage,
  kioskStorage,
  openKioskDatabase,
} from '../adapters/kiosk-storage.ts';
import { KioskVault } from '../adapters/vault/kiosk-vault.ts';
import { createXfsPeripherals } from '../adapters/xfs/xfs-peripherals.ts';
import type { Peripherals } from '../ports/devices.ts';
import { takeWriterLock, writerLockIsFree } from '../sync/writer-lock.ts';
import { type EnrolProblem, enrolDemo, enrolWith } from './enrol-kiosk.ts';
import { type KioskConfig, readKioskConfig } from './kiosk-config.ts';
import { pageCanLoad } from './page-can-load.ts';

export interface RunningKiosk {
  readonly runtime: KioskRuntime;
  readonly peripherals: Peripherals;
}

/** How far this window is on its way to a kiosk that can be used. */
export type StartState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'second-window' }
  | { readonly phase: 'no-vault' }
  | { readonly phase: 'storage-lost' }
  | {
      readonly phase: 'enrol';
      readonly problem: EnrolProblem;
      readonly busy: boolean;
      /** What this machine was before, and how much waits to be sent since. */
      readonly before: Before | null;
      readonly enrol: (code: string) => void;
    }
  | { readonly phase: 'running'; readonly kiosk: RunningKiosk }
  | { readonly phase: 'cannot-start' };

export interface StartOptions {
  readonly baseUrl: string;
  readonly serverUrl: string;
  readonly software: string;
  readonly builtAt: number;
  tell(state: StartState): void;
  log(event: string, error: unknown): void;
  reload(): void;
}

/** Brings the kiosk up: the writer lock, its database, its settings, its vault, its enrolment, its devices, in this order. */
export async function startKiosk(options: StartOptions): Promise<void> {
  const { tell, log } = options;
  try {
    if (!(await takeWriterLock(navigator.locks))) {
      tell({ phase: 'second-window' });
      await writerLockIsFree(navigator.locks);
      options.reload();
      return;
    }
    const database = await openKioskDatabase(log);
    const config = (await readKioskConfig(database.settings, options.baseUrl)) ?? UNKNOWN;
    const vault = await KioskVault.open({
      urls: vaultUrls(config),
      waits: (why) => tell({ phase: why === 'taken' ? 'second-window' : 'no-vault' }),
    });
    for (const { damaged } of vault.kept) if (damaged > 0) log('vault-damaged', `${damaged} lines`);
    const storage = kioskStorage(database, vault);
    const begin = () => createKioskRuntime({ ...storage, ...options });
    const startAgain = () => void beginAnew(options, storage);
    storage.onGone(startAgain);
    vault.onAnother = startAgain;
    const runtime = (await begin()) ?? (await enrolled({ ...storage, ...options }, config, begin));
    const kiosk = { runtime, peripherals: devices(config) };
    const stop = () => {
      kiosk.peripherals.close();
      runtime.stop();
      void beginAnew(options, storage);
    };
    vault.onAnother = stop;
    tell({ phase: 'running', kiosk });
    storage.onGone(stop);
  } catch (error) {
    log('cannot-start', error);
    tell({ phase: 'cannot-start' });
  }
}

/**
 * The browser has removed what this page stored, or another vault answers: it says so and is loaded again, as soon as it
 * can be; what was there comes back from the vault.
 */
async function beginAnew({ tell, log, reload, baseUrl }: StartOptions, storage: KioskStorage): Promise<void> {
  log('storage-lost', null);
  tell({ phase: 'storage-lost' });
  storage.stopWatching();
  storage.vault.close();
  storage.db.close();
  const isRead = new Promise((resolve) => setTimeout(resolve, READ_MS));
  await Promise.all([pageCanLoad(baseUrl), isRead]);
  reload();
}

/** Who stands there reads what has happened, ms. */
const READ_MS = 3000;

/** A machine that never reached its server: it looks for its devices, and waits to be enrolled. */
const UNKNOWN: KioskConfig = { deviceService: null, demo: false, simulated: [] };

/** Where XFS4IoT clients look for a publisher on their own machine. */
const SERVICES = Array.from({ length: 11 }, (_, n) => `ws://localhost:${5846 + n}`);

/** The device service is on this machine; where a vendor's serves the devices, the vault is at one of the usual ports. */
function vaultUrls({ deviceService }: KioskConfig): readonly string[] {
  const known = deviceService === null ? [] : [new URL(deviceService).origin];
  return [...new Set([...known, ...SERVICES])].map((origin) => `${origin}${VAULT_PATH}`);
}

function devices(config: KioskConfig): ReturnType<typeof createXfsPeripherals> {
  const publishers = SERVICES.map((origin) => `${origin}/xfs4iot/v1.0`);
  return createXfsPeripherals({ publisherUrl: config.deviceService ?? publishers });
}

/** Resolves when the kiosk is enrolled, however often it has to be tried. */
async function enrolled(
  parts: EnrolParts & Pick<StartOptions, 'tell' | 'log'> & Pick<KioskStorage, 'before'>,
  config: KioskConfig,
  begin: () => Promise<KioskRuntime | null>,
): Promise<KioskRuntime> {
  const { tell, log } = parts;
  const before = await parts.before();
  const begun = async (problem: EnrolProblem) => (problem === null ? begin() : null);
  let problem: EnrolProblem = null;
  if (config.demo) {
    problem = await enrolDemo(parts, before?.kiosk ?? null);
    const runtime = await begun(problem);
    if (runtime !== null) return runtime;
  }
  return new Promise((resolve, reject) => {
    const ask = (shown: EnrolProblem) =>
      tell({
        phase: 'enrol',
        problem: shown,
        busy: false,
        before,
        enrol: (code) => void attempt(code).catch(reject),
      });
    const attempt = async (code: string) => {
      tell({ phase: 'enrol', problem: null, busy: true, before, enrol: () => undefined });
      const found = await enrolWith(parts, code);
      if (found !== null) log(`not-enrolled:${found}`, null);
      const runtime = await begun(found);
      if (runtime === null) ask(found);
      else resolve(runtime);
    };
    ask(problem);
  });
}

import type { EnrolParts } from '../adapters/enrolment.ts';
import { createKioskRuntime, type KioskRuntime } from '../adapters/kiosk-runtime.ts';
import { openKioskStorage, type Spared } from '../adapters/kiosk-storage.ts';
import { createXfsPeripherals } from '../adapters/xfs/xfs-peripherals.ts';
import type { Peripherals } from '../ports/devices.ts';
import { takeWriterLock, writerLockIsFree } from '../sync/writer-lock.ts';
import { type EnrolProblem, enrolDemo, enrolWith } from './enrol-kiosk.ts';
import { type KioskConfig, readKioskConfig } from './kiosk-config.ts';

export interface RunningKiosk {
  readonly runtime: KioskRuntime;
  readonly peripherals: Peripherals;
}

/** How far this window is on its way to a kiosk that can be used. */
export type StartState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'second-window' }
  | {
      readonly phase: 'enrol';
      readonly problem: EnrolProblem;
      readonly busy: boolean;
      /** What this machine was before it lost its database, and how much waits to be sent since. */
      readonly before: Spared | null;
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

/** Brings the kiosk up: the writer lock, its database, its settings, its enrolment, its devices, in this order. */
export async function startKiosk(options: StartOptions): Promise<void> {
  const { tell, log } = options;
  try {
    if (!(await takeWriterLock(navigator.locks))) {
      tell({ phase: 'second-window' });
      await writerLockIsFree(navigator.locks);
      options.reload();
      return;
    }
    const storage = await openKioskStorage(log);
    const config = (await readKioskConfig(storage.settings, options.baseUrl)) ?? UNKNOWN;
    const begin = () => createKioskRuntime({ ...storage, ...options });
    const runtime = (await begin()) ?? (await enrolled({ ...storage, ...options }, config, begin));
    tell({ phase: 'running', kiosk: { runtime, peripherals: devices(config) } });
  } catch (error) {
    log('cannot-start', error);
    tell({ phase: 'cannot-start' });
  }
}

/** A machine that never reached its server: it looks for its devices, and waits to be enrolled. */
const UNKNOWN: KioskConfig = { deviceService: null, demo: false, simulated: [] };

/** Where XFS4IoT clients look for a publisher on their own machine. */
const PUBLISHERS = Array.from({ length: 11 }, (_, n) => `ws://localhost:${5846 + n}/xfs4iot/v1.0`);

function devices(config: KioskConfig): Peripherals {
  return createXfsPeripherals({ publisherUrl: config.deviceService ?? PUBLISHERS });
}

/** Resolves when the kiosk is enrolled, however often it has to be tried. */
async function enrolled(
  parts: EnrolParts & Pick<StartOptions, 'tell' | 'log'> & { readonly spared: readonly Spared[] },
  config: KioskConfig,
  begin: () => Promise<KioskRuntime | null>,
): Promise<KioskRuntime> {
  const { tell, log } = parts;
  const before = parts.spared.toSorted((a, b) => b.entries - a.entries)[0] ?? null;
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

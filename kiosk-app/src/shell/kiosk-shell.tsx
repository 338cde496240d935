import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { KioskAction } from '../machines/session-view.ts';
import { KioskApp, type ShownScreen } from '../screens/kiosk-app.tsx';
import type { ShellInfo } from '../screens/ui-context.ts';
import { CrashGuard } from './crash-guard.tsx';
import { RunningKioskView } from './running-kiosk.tsx';
import type { StartState } from './start-kiosk.ts';

/** After this a kiosk that could not start is loaded again, ms. */
const TRY_AGAIN_MS = 30_000;
/** After this one whose screen crashed is, ms: nothing is wrong with the machine, and a card may wait in it. */
const AFTER_CRASH_MS = 10_000;

/** What is happening to the start, for whoever shows it. */
export interface StartStore {
  state(): StartState;
  subscribe(listener: () => void): () => void;
}

interface KioskShellProps {
  readonly start: StartStore;
  readonly onIdle: (isIdle: boolean) => void;
  readonly log: (event: string, error: unknown) => void;
  readonly reload: () => void;
}

export function KioskShell({ start, onIdle, log, reload }: KioskShellProps) {
  const state = useSyncExternalStore(start.subscribe, start.state);
  return (
    <CrashGuard
      instead={<Stopped afterMs={AFTER_CRASH_MS} reload={reload} />}
      onCrash={(error) => log('screen-crashed', error)}
    >
      {state.phase === 'running' ? (
        <RunningKioskView kiosk={state.kiosk} onIdle={onIdle} />
      ) : state.phase === 'cannot-start' ? (
        <Stopped afterMs={TRY_AGAIN_MS} reload={reload} />
      ) : (
        <Starting state={state} />
      )}
    </CrashGuard>
  );
}

type Before = Exclude<StartState, { phase: 'running' | 'cannot-start' }>;

const NO_SHELL: ShellInfo = {
  online: null,
  queued: 0,
  kiosk: null,
  station: null,
  simulated: [],
  now: () => Date.now(),
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

function Starting({ state }: { readonly state: Before }) {
  const send = (action: KioskAction) => {
    if (state.phase === 'enrol' && action.type === 'ENROL') state.enrol(action.code);
  };
  return <KioskApp screen={screenOf(state)} shell={NO_SHELL} send={send} />;
}

function screenOf(state: Before): ShownScreen {
  switch (state.phase) {
    case 'starting':
      return { screen: 'starting' };
    case 'second-window':
      return { screen: 'second-window' };
    case 'no-vault':
      return { screen: 'no-vault' };
    case 'storage-lost':
      return { screen: 'storage-lost' };
    case 'enrol':
      return { screen: 'enrol', problem: state.problem, busy: state.busy, before: state.before };
  }
}

/** Says so, and tries again by itself: nobody stands by with a keyboard. */
function Stopped({ afterMs, reload }: { readonly afterMs: number; readonly reload: () => void }) {
  const [retryAt] = useState(() => performance.now() + afterMs);
  useEffect(() => {
    const timer = setTimeout(reload, afterMs);
    return () => clearTimeout(timer);
  }, [afterMs, reload]);
  const screen = useMemo((): ShownScreen => ({ screen: 'cannot-start', retryAt }), [retryAt]);
  return <KioskApp screen={screen} shell={NO_SHELL} send={() => undefined} />;
}

import { useActorRef, useSelector } from '@xstate/react';
import { useCallback, useEffect, useMemo } from 'react';
import { isIdle, kioskMachine, kioskScreen } from '../machines/kiosk-machine.ts';
import type { KioskAction, KioskScreen } from '../machines/session-view.ts';
import { KioskApp } from '../screens/kiosk-app.tsx';
import type { ShellInfo } from '../screens/ui-context.ts';
import { SOFTWARE } from './software.ts';
import type { RunningKiosk } from './start-kiosk.ts';
import { useLink, useSimulatedDevices } from './use-watched.ts';

interface RunningKioskViewProps {
  readonly kiosk: RunningKiosk;
  readonly onIdle: (isIdle: boolean) => void;
}

/** The kiosk machine at work, and what it shows. */
export function RunningKioskView({ kiosk, onIdle }: RunningKioskViewProps) {
  const { runtime, peripherals } = kiosk;
  const { journal, link, clock, work } = runtime;
  const actor = useActorRef(kioskMachine, {
    input: {
      peripherals,
      journal,
      link,
      work,
      clock,
      randomBytes,
      software: SOFTWARE,
      userAgent: navigator.userAgent,
      persisted: runtime.persisted,
    },
  });
  const screen = useSelector(actor, kioskScreen, isSameScreen);
  const state = useLink(link);
  const hasSimulatedDevices = useSimulatedDevices(peripherals);

  const idle = useSelector(actor, isIdle);
  useEffect(() => onIdle(idle), [idle, onIdle]);

  const shell = useMemo(
    (): ShellInfo => ({
      online: state.online,
      queued: state.applications,
      kiosk: runtime.kiosk,
      station: state.station,
      simulated: hasSimulatedDevices ? ['devices', ...state.simulated] : state.simulated,
      now: () => clock.now(),
      wall: () => clock.wall(),
      monotonic: () => clock.monotonic(),
    }),
    [state, runtime, hasSimulatedDevices, clock],
  );
  const send = useCallback((action: KioskAction) => actor.send(action), [actor]);
  return <KioskApp screen={screen} shell={shell} send={send} />;
}

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** The machine's context changes often without anything to be seen. */
function isSameScreen(a: KioskScreen, b: KioskScreen): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

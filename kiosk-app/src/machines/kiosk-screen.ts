import type { SnapshotFrom } from 'xstate';
import type { kioskMachine } from './kiosk-machine.ts';
import { mayLookUp, stopping } from './kiosk-setup.ts';
import { closingRefusal } from './session-checks.ts';
import type { KioskScreen } from './session-view.ts';

type Snapshot = SnapshotFrom<typeof kioskMachine>;

/** What an enrolled kiosk shows. The same snapshot gives the same screen. */
export function kioskScreen(snapshot: Snapshot): KioskScreen {
  const { level, faults, link, view, broken, claim, work, idCardLies } = snapshot.context;
  if (snapshot.matches('attract')) {
    return {
      screen: 'attract',
      online: link.online,
      degraded: level === 'degraded' ? faults : [],
      idCardLies,
      warnings: work.reasons,
    };
  }
  if (snapshot.matches('session'))
    return view === null ? { screen: 'starting' } : { screen: 'session', view };
  if (snapshot.matches('gate')) return { screen: 'starting' };
  if (snapshot.matches('booting')) return broken === null ? { screen: 'starting' } : notServing(snapshot);
  if (!snapshot.matches('recovering')) return notServing(snapshot);
  // What was cut off is being settled; while a device is away it can only wait. Tried again, it shows as before.
  const isWaiting = snapshot.matches({ recovering: 'devices' }) && level === 'out-of-service';
  if (claim === null && (isWaiting || broken !== null)) return notServing(snapshot);
  return { screen: 'recovering', claim };
}

/** Nobody is let in, or only who looks something up. What a repair is needed for comes before what time may heal. */
function notServing(snapshot: Snapshot): KioskScreen {
  const { context } = snapshot;
  // While something is being settled again the touch would not be heard.
  const lookUp = mayLookUp(context) && !snapshot.matches('recovering') && !snapshot.matches('booting');
  const { faults, link, broken, work, swept } = context;
  const stops = stopping(faults);
  const refusal = closingRefusal(link);
  const isRefused = broken === 'storage' || work.refused;
  if (snapshot.matches('outOfService') || stops.length > 0 || refusal !== null || broken === 'devices') {
    return { screen: 'out-of-service', faults: stops, refusal, lookUp };
  }
  const clock = work.clock === undefined ? {} : { clock: work.clock };
  const copies = work.oneCopy === true ? { oneCopy: true as const } : {};
  return { screen: 'stopped', reasons: work.reasons, refused: isRefused, lookUp: swept, ...clock, ...copies };
}

/** Whether the program may be exchanged for a newer one now: nobody is using it and nothing is being settled. */
export const isIdle = (snapshot: Snapshot): boolean => snapshot.hasTag('idle');

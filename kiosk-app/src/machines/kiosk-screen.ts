import type { SnapshotFrom } from 'xstate';
import type { kioskMachine } from './kiosk-machine.ts';
import { stopping } from './kiosk-setup.ts';
import { closingRefusal } from './session-checks.ts';
import type { KioskScreen } from './session-view.ts';

type Snapshot = SnapshotFrom<typeof kioskMachine>;

/** What an enrolled kiosk shows. The same snapshot gives the same screen. */
export function kioskScreen(snapshot: Snapshot): KioskScreen {
  const { level, faults, link, view, broken, claim, work } = snapshot.context;
  switch (snapshot.value) {
    case 'booting':
      return broken === null ? { screen: 'starting' } : notServing(snapshot);
    case 'gate':
      return { screen: 'starting' };
    case 'unwritable':
    case 'broken':
    case 'outOfService':
    case 'stopped':
      return notServing(snapshot);
    case 'attract':
      return {
        screen: 'attract',
        online: link.online,
        degraded: level === 'degraded' ? faults : [],
        warnings: work.reasons,
      };
    case 'session':
      return view === null ? { screen: 'starting' } : { screen: 'session', view };
    default: {
      // What was cut off is being settled; while a device is away it can only wait. Tried again, it shows as before.
      const isWaiting = snapshot.value.recovering === 'devices' && level === 'out-of-service';
      if (claim === null && (isWaiting || broken !== null)) return notServing(snapshot);
      return { screen: 'recovering', claim };
    }
  }
}

/** Nobody is let in, or only who looks something up. What a repair is needed for comes before what time may heal. */
function notServing({ context, value }: Snapshot): KioskScreen {
  const { faults, link, broken, work, swept } = context;
  const stops = stopping(faults);
  const refusal = closingRefusal(link);
  const isRefused = broken === 'storage' || work.refused;
  if (value === 'outOfService' || stops.length > 0 || refusal !== null || broken === 'devices') {
    return { screen: 'out-of-service', faults: stops, refusal };
  }
  const clock = work.clock === undefined ? {} : { clock: work.clock };
  const copies = work.oneCopy === true ? { oneCopy: true as const } : {};
  return { screen: 'stopped', reasons: work.reasons, refused: isRefused, lookUp: swept, ...clock, ...copies };
}

/** Whether the program may be exchanged for a newer one now: nobody is using it and nothing is being settled. */
export const isIdle = (snapshot: Snapshot): boolean => snapshot.hasTag('idle');

import type { SnapshotFrom } from 'xstate';
import type { kioskMachine } from './kiosk-machine.ts';
import { stopping } from './kiosk-setup.ts';
import { closingRefusal } from './session-checks.ts';
import type { KioskScreen } from './session-view.ts';

type Snapshot = SnapshotFrom<typeof kioskMachine>;

/** What an enrolled kiosk shows. The same snapshot gives the same screen. */
export function kioskScreen(snapshot: Snapshot): KioskScreen {
  const { level, faults, link, view, broken, takeCardUntil } = snapshot.context;
  const outOfService: KioskScreen = {
    screen: 'out-of-service',
    faults: stopping(faults),
    refusal: broken === 'storage' ? 'storage' : closingRefusal(link),
  };
  switch (snapshot.value) {
    case 'booting':
    case 'gate':
      return { screen: 'starting' };
    case 'unwritable':
    case 'broken':
    case 'outOfService':
      return outOfService;
    case 'attract':
      return {
        screen: 'attract',
        online: link.online,
        degraded: level === 'degraded' ? faults : [],
      };
    case 'session':
      return view === null ? { screen: 'starting' } : { screen: 'session', view };
    default: {
      // What was cut off is being settled; while a device is away it can only wait.
      const isWaiting = snapshot.value.recovering === 'devices' && level === 'out-of-service';
      return isWaiting ? outOfService : { screen: 'recovering', takeCardUntil };
    }
  }
}

/** Whether the program may be exchanged for a newer one now: nobody is using it and nothing is being settled. */
export const isIdle = (snapshot: Snapshot): boolean => snapshot.hasTag('idle');

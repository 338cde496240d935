import { useEffect, useState } from 'react';
import type { DeviceCondition, Peripherals } from '../ports/devices.ts';
import type { LinkState, ServerLink } from '../ports/server-link.ts';

/** The link to the server, told again at each change. */
export function useLink(link: ServerLink): LinkState {
  const [state, setState] = useState(() => link.state());
  useEffect(() => link.watch(setState), [link]);
  return state;
}

/** Whether any device of this kiosk is a simulator. */
export function useSimulatedDevices(peripherals: Peripherals): boolean {
  const [isSimulated, setSimulated] = useState(false);
  useEffect(
    () =>
      peripherals.watch((conditions: readonly DeviceCondition[]) => {
        // A device service that is away takes nothing back: what it simulated is simulated still.
        if (conditions.some((condition) => condition.simulated)) setSimulated(true);
      }),
    [peripherals],
  );
  return isSimulated;
}

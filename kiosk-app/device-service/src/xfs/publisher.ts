import { COMMANDS, isCommandName } from '@haizhu/shared/xfs/commands';
import { SERVICE_NAMES } from '@haizhu/shared/xfs/status';
import { SUCCESS } from '../device.ts';
import type { Timers } from '../timers.ts';
import { type ClientSocket, Connection } from './connection.ts';

/** Path of the service publisher; a service lies below it under its name. */
export const PUBLISHER_PATH = '/xfs4iot/v1.0';

/** Answers which services there are. `host` is what the client used to come here. */
export function servePublisher(
  socket: ClientSocket,
  host: string,
  onMistake: (error: unknown) => void,
  timers?: Timers,
): void {
  const connection: Connection = new Connection(
    socket,
    async ({ header: { name }, payload }) => {
      if (name === 'ServicePublisher.GetServices') {
        const services = SERVICE_NAMES.map((service) => ({
          serviceURI: `ws://${host}${PUBLISHER_PATH}/${service}`,
        }));
        return { code: 'success', payload: { vendorName: 'Haizhu permit kiosk', services } };
      }
      if (name !== 'Common.Cancel')
        return { code: isCommandName(name) ? 'unsupportedCommand' : 'invalidCommand' };
      const cancel = COMMANDS['Common.Cancel'].payload.safeParse(payload ?? {});
      if (!cancel.success) return { code: 'invalidData' };
      connection.cancel(cancel.data.requestIds);
      return SUCCESS;
    },
    onMistake,
    timers,
  );
}

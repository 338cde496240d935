import { err, ok } from '@haizhu/shared/result';
import { applicationStatusSchema, challengeSchema, KIOSK_NAMESPACE } from '@haizhu/shared/sync/protocol';
import { io } from 'socket.io-client';
import type { Connection, ConnectionHandlers, Transport } from '../sync/transport.ts';

/**
 * Socket.IO as a plain pipe: WebSocket only, no reconnection and no resending of its own. What makes the upload
 * exact is the protocol above it.
 */
export function createSocketTransport(serverUrl: string): Transport {
  return {
    connect(handlers: ConnectionHandlers): Connection {
      let ended = false;
      const socket = io(serverUrl + KIOSK_NAMESPACE, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        timeout: 8000,
      });
      const down = (reason: string) => {
        if (ended) return;
        ended = true;
        socket.disconnect();
        handlers.onDown(reason);
      };
      socket.on('connect_error', (error) => down(`connect: ${error.message}`));
      socket.on('disconnect', (reason) => down(`disconnect: ${reason}`));
      socket.on('challenge', (data: unknown) => {
        const challenge = challengeSchema.safeParse(data);
        if (challenge.success && !ended) handlers.onChallenge(challenge.data);
        else down('challenge not understood');
      });
      socket.on('application', (data: unknown) => {
        const status = applicationStatusSchema.safeParse(data);
        if (status.success && !ended) handlers.onApplication(status.data);
      });
      return {
        ask: (frame, payload, timeoutMs) =>
          new Promise((resolve) => {
            if (ended) return resolve(err('down'));
            const onEnd = () => resolve(err('down'));
            socket.once('disconnect', onEnd);
            socket.timeout(timeoutMs).emit(frame, payload, (error: Error | null, answer: unknown) => {
              socket.off('disconnect', onEnd);
              resolve(error === null ? ok(answer) : err(ended ? 'down' : 'timed-out'));
            });
          }),
        close() {
          ended = true;
          socket.disconnect();
        },
      };
    },
  };
}

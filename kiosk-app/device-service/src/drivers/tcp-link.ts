import { connect } from 'node:net';
import type { ByteLink } from './byte-link.ts';
import { LinkEnd } from './link-end.ts';

/** A device in the same machine or room answers at once, ms. */
const CONNECT_MS = 2000;
/** The system asks after an idle line itself, ms: else one that was cut off is only noticed by writing. */
const KEEP_ALIVE_MS = 5000;

/** A device behind a TCP port. Rejects where nobody listens, or does not answer in time. */
export function attachTcp(host: string, port: number): Promise<ByteLink> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    const link = new LinkEnd(() => socket.destroy());
    const late = setTimeout(() => fail(new Error('no connection in time')), CONNECT_MS);
    const fail = (error: Error) => {
      clearTimeout(late);
      reject(error);
      link.end();
    };
    socket.on('error', fail);
    // The other end says that nothing more comes: half a line is none.
    socket.on('end', link.end);
    socket.on('close', () => fail(new Error('closed before it was open')));
    socket.once('connect', () => {
      clearTimeout(late);
      resolve({
        write: (bytes) =>
          link.isOver
            ? Promise.resolve(false)
            : new Promise((done) => void socket.write(bytes, (error) => done(!error))),
        onData: (listener) => void socket.on('data', (bytes) => !link.isOver && listener(bytes)),
        onClosed: (listener) => link.onEnd(listener),
        close: link.end,
      });
    });
  });
}

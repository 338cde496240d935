import type { Server } from 'node:http';
import { XFS_PORTS } from '../config.ts';

/** Only this machine may connect. */
const HOST = '127.0.0.1';

/**
 * Listens on the given port, or on the first free one of 5846-5856. Throws with one clear line when that cannot
 * be.
 */
export async function listen(server: Server, port: number | undefined): Promise<number> {
  const candidates =
    port === undefined
      ? Array.from({ length: XFS_PORTS.last - XFS_PORTS.first + 1 }, (_, at) => XFS_PORTS.first + at)
      : [port];
  for (const candidate of candidates) {
    if (await tryPort(server, candidate)) return candidate;
  }
  throw new Error(
    port === undefined
      ? `all ports from ${XFS_PORTS.first} to ${XFS_PORTS.last} are taken: end another device service, or set PORT`
      : `port ${port} is taken: end the program that uses it, or set another PORT`,
  );
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, HOST);
  });
}

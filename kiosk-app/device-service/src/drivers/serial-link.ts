import { spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { realpath } from 'node:fs/promises';
import type { SerialSettings } from '../attachment.ts';
import type { ByteLink } from './byte-link.ts';
import { attachFile } from './file-link.ts';

const STTY_MS = 3000;

/** A serial port with its speed and frame. Rejects where it cannot be opened, or does not take the settings. */
export function attachSerial(path: string, settings: SerialSettings): Promise<ByteLink> {
  return attachFile(path, {
    // A pseudo-terminal has no frame and no parity, and says that it could not set them all.
    prepare: async (handle) =>
      applySettings(handle, settings, (await realpath(path)).startsWith('/dev/pts/')),
    // With `min 1` nothing to read is "not yet": a read of nothing is a line that was pulled out.
    endsAtNothing: true,
  });
}

/** The settings in the words of `stty` (coreutils): no translation, no echo, one byte is enough for a read. */
export function sttyArguments({ baud, parity, data, stop, flow }: SerialSettings): readonly string[] {
  return [
    ...['raw', '-echo', '-echoe', '-echok', 'clocal', 'cread', '-hupcl', 'min', '1', 'time', '0'],
    String(baud),
    `cs${data}`,
    stop === 2 ? 'cstopb' : '-cstopb',
    ...{
      none: ['-parenb', '-inpck'],
      even: ['parenb', '-parodd', 'inpck'],
      odd: ['parenb', 'parodd', 'inpck'],
    }[parity],
    flow === 'rtscts' ? 'crtscts' : '-crtscts',
    ...(flow === 'xonxoff' ? ['ixon', 'ixoff', '-ixany'] : ['-ixon', '-ixoff']),
  ];
}

/** `stty` works on the port that is open already, so nobody can change it between. */
function applySettings(handle: FileHandle, settings: SerialSettings, isLenient: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('stty', sttyArguments(settings), {
      stdio: [handle.fd, 'ignore', 'pipe'],
      timeout: STTY_MS,
      killSignal: 'SIGKILL',
      env: { ...process.env, LC_ALL: 'C' },
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const isPartly = said.includes('unable to perform all requested operations');
      if (code === 0 || (isLenient && isPartly)) resolve();
      else reject(new Error(`the port does not take its settings: ${said.trim()}`));
    });
  });
}

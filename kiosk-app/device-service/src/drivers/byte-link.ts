import { connect } from 'node:net';
import type { Attachment } from '../config.ts';
import { attachFile } from './file-link.ts';

/** A stream of bytes to a device and back. */
export interface ByteLink {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, when the link is gone for whatever reason. */
  onClosed(listener: () => void): void;
  close(): void;
}

/** Speed of a SAM module as it leaves the factory; 8 data bits, no parity, 1 stop bit. */
const BAUD = 115_200;
const CONNECT_MS = 3000;

/** Opens a link. Rejects when the device cannot be reached. */
export function attach(to: Attachment): Promise<ByteLink> {
  switch (to.kind) {
    case 'tcp':
      return attachTcp(to.host, to.port);
    case 'serial':
      return attachSerial(to.path);
    case 'file':
      return attachFile(to.path);
  }
}

function attachTcp(host: string, port: number): Promise<ByteLink> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, timeout: CONNECT_MS });
    socket.once('timeout', () => socket.destroy(new Error('no connection in time')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.on('error', () => socket.destroy());
      resolve({
        write: (bytes) => void socket.write(bytes),
        onData: (listener) => void socket.on('data', listener),
        onClosed: (listener) => void socket.once('close', listener),
        close: () => void socket.destroy(),
      });
    });
  });
}

async function attachSerial(path: string): Promise<ByteLink> {
  // Loaded only where it is used: it brings a native part.
  const { SerialPort } = await import('serialport');
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: BAUD }, (error) => {
      if (error !== null) return reject(error);
      port.on('error', () => port.close());
      resolve({
        write: (bytes) => void port.write(Buffer.from(bytes)),
        onData: (listener) => void port.on('data', listener),
        onClosed: (listener) => void port.once('close', listener),
        close: () => port.close(),
      });
    });
  });
}

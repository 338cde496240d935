import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteLink } from './byte-link.ts';
import { pause } from './pause.ts';

/** Between two looks whether the device takes or gives bytes, ms. */
const LOOK_MS = 20;
const CHUNK = 4096;

/**
 * A character device such as `/dev/usb/lp0`: bytes out, and back if the driver gives any. Opened without blocking: a
 * read that waits inside the system would keep the program from ending.
 */
export async function attachFile(path: string): Promise<ByteLink> {
  const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  const stop = new AbortController();
  const readers = new Set<(bytes: Uint8Array) => void>();
  const closed = new Set<() => void>();
  let writing: Promise<void> = Promise.resolve();

  const close = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    for (const listener of closed) listener();
  };
  const reading = readAll(handle, stop.signal, (bytes) => {
    for (const reader of readers) reader(bytes);
  }).catch(close);
  // The handle is closed once nothing uses it any more.
  stop.signal.addEventListener('abort', () => {
    Promise.allSettled([reading, writing])
      .then(() => handle.close())
      .catch(() => {});
  });

  return {
    write(bytes) {
      const copy = Uint8Array.from(bytes);
      writing = writing
        .then(() => writeAll(handle, copy, stop.signal))
        .catch(close)
        .finally(() => copy.fill(0));
    },
    onData: (listener) => void readers.add(listener),
    onClosed: (listener) => void closed.add(listener),
    close,
  };
}

async function readAll(
  handle: FileHandle,
  signal: AbortSignal,
  give: (bytes: Uint8Array) => void,
): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  while (!signal.aborted) {
    const count = await orBusy(handle.read(buffer, 0, CHUNK, null).then(({ bytesRead }) => bytesRead));
    // Nothing to read says nothing about writing: some drivers only write.
    if (count === 0) await pause(LOOK_MS, signal);
    else give(buffer.slice(0, count));
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < bytes.length && !signal.aborted; ) {
    const count = await orBusy(
      handle.write(bytes, at, bytes.length - at, null).then((done) => done.bytesWritten),
    );
    if (count === 0) await pause(LOOK_MS, signal);
    at += count;
  }
}

/** 0 where the device is not ready yet; other errors go through. */
async function orBusy(count: Promise<number>): Promise<number> {
  try {
    return await count;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}

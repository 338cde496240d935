import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteLink } from './byte-link.ts';
import { LinkEnd } from './link-end.ts';
import { pause } from './pause.ts';

/** Between two looks whether the device takes or gives bytes, ms. */
const LOOK_MS = 20;
const CHUNK = 4096;

export interface FileOptions {
  /** Sets the device up before the first byte; where it rejects, the link is not opened. */
  prepare?(handle: FileHandle): Promise<void>;
  /** Whether a read of no bytes says that the device is gone. A printer's device only writes, and gives none. */
  readonly endsAtNothing?: boolean;
}

/**
 * A character device such as `/dev/usb/lp0`: bytes out, and back if the driver gives any. Opened without blocking: a
 * read that waits inside the system would keep the program from ending.
 */
export async function attachFile(path: string, options: FileOptions = {}): Promise<ByteLink> {
  const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    await options.prepare?.(handle);
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
  const stop = new AbortController();
  const readers = new Set<(bytes: Uint8Array) => void>();
  const link = new LinkEnd(() => stop.abort());
  let writing: Promise<unknown> = Promise.resolve();

  const give = (bytes: Uint8Array) => {
    if (!link.isOver) for (const reader of readers) reader(bytes);
  };
  const reading = readAll(handle, stop.signal, give, options.endsAtNothing === true).then(link.end, link.end);
  // The handle is closed once nothing uses it any more.
  link.onEnd(() => {
    Promise.allSettled([reading, writing])
      .then(() => handle.close())
      .catch(() => {});
  });

  return {
    write(bytes) {
      const copy = Uint8Array.from(bytes);
      const done = writing
        .then(() => writeAll(handle, copy, stop.signal))
        .catch(() => {
          link.end();
          return false;
        })
        .finally(() => copy.fill(0));
      writing = done;
      return done;
    },
    onData: (listener) => void readers.add(listener),
    onClosed: (listener) => link.onEnd(listener),
    close: link.end,
  };
}

async function readAll(
  handle: FileHandle,
  signal: AbortSignal,
  give: (bytes: Uint8Array) => void,
  endsAtNothing: boolean,
): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  while (!signal.aborted) {
    const count = await orBusy(handle.read(buffer, 0, CHUNK, null).then(({ bytesRead }) => bytesRead));
    if (count === 0 && endsAtNothing) return;
    // Nothing to read says nothing about writing: some drivers only write.
    if (count === 0 || count === 'busy') await pause(LOOK_MS, signal);
    else give(buffer.slice(0, count));
    buffer.fill(0);
  }
}

/** False where the link ended before all was out. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<boolean> {
  for (let at = 0; at < bytes.length; ) {
    if (signal.aborted) return false;
    const count = await orBusy(
      handle.write(bytes, at, bytes.length - at, null).then((done) => done.bytesWritten),
    );
    if (count === 0 || count === 'busy') await pause(LOOK_MS, signal);
    else at += count;
  }
  return true;
}

/** `busy` where the device is not ready yet; other errors go through. */
async function orBusy(count: Promise<number>): Promise<number | 'busy'> {
  try {
    return await count;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 'busy';
    throw error;
  }
}

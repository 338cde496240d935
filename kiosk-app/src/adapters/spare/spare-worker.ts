import type { HeldEntries } from '../../sync/spare/spare-copy.ts';
import { SpareFile } from '../../sync/spare/spare-file.ts';
import type { SpareAnswer, SpareAsk } from './spare-messages.ts';

/**
 * Holds the files of the spare copy, in the origin's private file system: only a worker may write them in place. Not in
 * the database's domain of failure: what a kill leaves half written in a file, harms the last line of that file.
 */
declare const self: DedicatedWorkerGlobalScope;

const FOLDER = 'spare';
/** The page before this one may hold the files for a moment still. */
const BUSY = { tries: 100, restMs: 50 };
/** What is written is on the disk within this, ms; several at once cost the disk no more than one. */
const FLUSH_MS = 100;

const opened = new Map<string, SpareFile>();
let current: SpareFile | null = null;
let isFlushDue = false;
/** Told with the next entry: by then it may not be on the disk. */
let notFlushed: unknown = null;

const folder = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

async function handleOf(name: string): Promise<FileSystemSyncAccessHandle> {
  const file = await (await folder()).getFileHandle(name, { create: true });
  for (let left: number = BUSY.tries; ; left -= 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY.restMs));
    }
  }
}

async function fileOf(kiosk: string): Promise<SpareFile> {
  const known = opened.get(kiosk);
  if (known !== undefined) return known;
  const file = new SpareFile([await handleOf(`${kiosk}.0`), await handleOf(`${kiosk}.1`)]);
  opened.set(kiosk, file);
  return file;
}

async function openAll(): Promise<readonly HeldEntries[]> {
  const kiosks = new Set<string>();
  for await (const name of (await folder()).keys()) kiosks.add(name.slice(0, name.lastIndexOf('.')));
  const held: HeldEntries[] = [];
  for (const kiosk of kiosks) {
    const { held: entries } = await fileOf(kiosk);
    if (entries.length > 0) held.push({ kiosk, entries });
  }
  return held;
}

function flushSoon(file: SpareFile): void {
  if (isFlushDue) return;
  isFlushDue = true;
  setTimeout(() => {
    isFlushDue = false;
    try {
      file.flush();
    } catch (error) {
      notFlushed = error;
    }
  }, FLUSH_MS);
}

function flushed(): SpareAnswer {
  const error = notFlushed;
  notFlushed = null;
  return error === null ? { ok: true } : { ok: false, error: String(error) };
}

async function answerTo(ask: SpareAsk): Promise<SpareAnswer> {
  switch (ask.do) {
    case 'open':
      return { ok: true, held: await openAll() };
    case 'begin':
      current = await fileOf(ask.kiosk);
      return { ok: true };
    case 'add':
      if (current === null) return { ok: false, error: 'not begun' };
      current.add(ask.entry);
      flushSoon(current);
      return flushed();
    case 'acknowledged':
      current?.acknowledged(ask.epoch, ask.through);
      return { ok: true };
  }
}

let before: Promise<void> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<SpareAsk>) => {
  before = before
    .then(() => answerTo(data))
    .catch((error: unknown): SpareAnswer => ({ ok: false, error: String(error) }))
    .then((answer) => self.postMessage(answer));
};

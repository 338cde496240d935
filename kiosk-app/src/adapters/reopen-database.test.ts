import { forceCloseDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KioskDatabase } from './dexie-journal-store.ts';
import { KioskSettings } from './kiosk-settings.ts';
import { keepReopening } from './reopen-database.ts';

beforeEach(() => {
  // Timers of fake-indexeddb itself stay real.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Opens nothing while `isFull`. */
class FullDisk extends IDBFactory {
  isFull = false;

  override open(name: string, version?: number): IDBOpenDBRequest {
    if (this.isFull) throw new DOMException('Internal error opening backing store.', 'UnknownError');
    return super.open(name, version);
  }
}

it('a database that a full disk closed is opened again once there is room', async () => {
  const disk = new FullDisk();
  const db = new KioskDatabase('kiosk', { indexedDB: disk, IDBKeyRange });
  const settings = new KioskSettings(db);
  await settings.set('clockErrorMs', 7);
  const stop = keepReopening(db);

  disk.isFull = true;
  forceCloseDatabase(db.backendDB() as never);
  await expect(settings.get('clockErrorMs')).rejects.toThrow();
  disk.isFull = false;
  // Dexie has given up.
  await expect(settings.get('clockErrorMs')).rejects.toThrow();
  vi.advanceTimersByTime(1000);
  expect(await settings.get('clockErrorMs')).toBe(7);

  stop();
  disk.isFull = true;
  forceCloseDatabase(db.backendDB() as never);
  await expect(settings.get('clockErrorMs')).rejects.toThrow();
  disk.isFull = false;
  vi.advanceTimersByTime(60_000);
  await expect(settings.get('clockErrorMs')).rejects.toThrow();
});

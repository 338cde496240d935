import { appendFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A record's head as LevelDB writes it before the record itself (checksum, length, type), and nothing behind it: what
 * is left where a kill comes between the two.
 */
const TORN = Buffer.from([0x11, 0x22, 0x33, 0x44, 0x58, 0x02, 0x01]);

const folderOf = (profile: string) => join(profile, 'Default', 'IndexedDB');

/** Leaves the logs of a stopped Chromium's databases half written, as a kill may. Whether there was one. */
export async function tearDatabase(profile: string): Promise<boolean> {
  const found = await readdir(folderOf(profile), { recursive: true }).catch(() => []);
  const logs = found
    .filter((path) => /leveldb\/\d+\.log$/.test(path))
    .map((path) => join(folderOf(profile), path));
  for (const log of logs) await appendFile(log, TORN);
  return logs.length > 0;
}

/** Takes a stopped Chromium's databases away, as it does itself where it finds them corrupt. Whether there was one. */
export async function removeDatabase(profile: string): Promise<boolean> {
  const isThere = await stat(folderOf(profile)).catch(() => null);
  await rm(folderOf(profile), { recursive: true, force: true });
  return isThere !== null;
}

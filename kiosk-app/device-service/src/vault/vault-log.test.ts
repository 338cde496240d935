import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptEntry } from '@haizhu/shared/vault/messages';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryFiles } from './memory-files.fixture.ts';
import { openVaultFolder } from './vault-files.ts';
import { VaultLog } from './vault-log.ts';

const entry = (seq: number, text = `text ${seq} 文`): KeptEntry => ({
  epoch: 1,
  seq,
  at: seq,
  text,
  sealed: seq % 2 === 0 ? 'sealed' : null,
});
const base = (seq: number) => ({ epoch: 1, seq, digest: `d${seq}`, open: [] });

const opened = async (files: MemoryFiles, spareBytes?: number) => {
  const { log, damaged } = await VaultLog.open(files, 'j', spareBytes);
  return { log, damaged, seqs: log.content.entries().map(({ seq }) => seq) };
};
const add = (log: VaultLog, seq: number) => log.write([{ entry: entry(seq) }]);

async function filled(count: number): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  const { log } = await opened(files);
  for (let seq = 1; seq <= count; seq += 1) await add(log, seq);
  return files;
}

let folder: string | null = null;
afterEach(async () => {
  if (folder !== null) await rm(folder, { recursive: true });
  folder = null;
});

describe('a real folder', () => {
  it('keeps what was written over any number of starts, for nobody else to read', async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'haizhu-vault-')), 'vault');
    for (let seq = 1; seq <= 3; seq += 1) {
      const { log } = await VaultLog.open(await openVaultFolder(folder), 'j', 100);
      expect(log.content.entries()).toEqual([1, 2, 3].slice(0, seq - 1).map((n) => entry(n)));
      await add(log, seq);
      await log.close();
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'j'))).mode & 0o777).toBe(0o600);
  });

  it('that is cut off at any byte of the last line loses that line and no other', async () => {
    folder = await mkdtemp(join(tmpdir(), 'haizhu-vault-'));
    const files = await openVaultFolder(folder);
    const { log } = await VaultLog.open(files, 'j');
    await add(log, 1);
    await add(log, 2);
    const before = (await readFile(join(folder, 'j'))).length;
    await add(log, 3);
    await log.close();
    const whole = await readFile(join(folder, 'j'));
    for (let bytes = before; bytes < whole.length; bytes += 1) {
      await writeFile(join(folder, 'j'), whole.subarray(0, bytes));
      const { log: again, damaged } = await VaultLog.open(files, 'j');
      expect([again.content.entries().length, damaged]).toEqual([2, 0]);
      await add(again, 4);
      await again.close();
      const { log: later } = await VaultLog.open(files, 'j');
      expect(later.content.entries().map(({ seq }) => seq)).toEqual([1, 2, 4]);
    }
    expect(await readdir(folder)).toEqual(['j']);
  });
});

describe('what a disk does', () => {
  it('any bit that it turns costs the lines it touches, which are set aside and named, and no other', async () => {
    const files = await filled(4);
    const whole = Uint8Array.from(files.files.get('j') ?? []);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = whole.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const torn = new MemoryFiles();
      torn.files.set('j', changed);
      const { damaged, seqs } = await opened(torn);
      // A line end that is turned, or made, makes one line of two or two of one.
      expect(seqs.length).toBeGreaterThanOrEqual(2);
      expect(seqs.every((seq) => [1, 2, 3, 4].includes(seq))).toBe(true);
      if (bit < (whole.length - 1) * 8)
        expect([damaged > 0, torn.files.has('j.damaged')]).toEqual([true, true]);
      const after = await opened(torn);
      expect([after.damaged, after.seqs]).toEqual([0, seqs]);
    }
  });

  it('full, it is told to who waits, nothing of it is kept, and it goes on where there is room', async () => {
    const files = await filled(2);
    const { log } = await opened(files);
    files.room = 10;
    await expect(add(log, 3)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect((await opened(files)).seqs).toEqual([1, 2]);
    files.room = Number.POSITIVE_INFINITY;
    await add(log, 4);
    expect((await opened(files)).seqs).toEqual([1, 2, 4]);
  });

  it('after a sync that failed, the file is written anew before anything else is said to be kept', async () => {
    const files = await filled(2);
    const { log } = await opened(files);
    files.failsToSync = true;
    await expect(add(log, 3)).rejects.toThrow('sync failed');
    await add(log, 4);
    files.powerCut(0);
    expect((await opened(files)).seqs).toEqual([1, 2, 4]);
  });

  it('who waits at the same time waits for one sync', async () => {
    const files = new MemoryFiles();
    const { log } = await opened(files);
    await Promise.all(Array.from({ length: 10 }, (_, n) => add(log, n + 1)));
    expect(files.syncs).toBeLessThanOrEqual(2);
    files.powerCut(0);
    expect((await opened(files)).seqs.length).toBe(10);
  });
});

describe('what it keeps', () => {
  it('is what stands behind the base; what was taken back is gone', async () => {
    const files = await filled(5);
    const { log } = await opened(files);
    await log.note({ base: base(3) });
    await log.write([{ voided: { epoch: 1, seq: 5 } }]);
    const again = await opened(files);
    expect([again.seqs, again.log.content.bases()]).toEqual([[4], [base(3)]]);
  });

  it('a file of which little counts is written anew; one with a long queue is not', async () => {
    const files = new MemoryFiles();
    const { log } = await opened(files, 2000);
    for (let seq = 1; seq <= 200; seq += 1) {
      await add(log, seq);
      if (seq > 50) await log.note({ base: base(seq - 1) });
    }
    expect(files.files.get('j')?.length).toBeLessThan(3000);
    expect((await opened(files)).seqs).toEqual([200]);
  });
});

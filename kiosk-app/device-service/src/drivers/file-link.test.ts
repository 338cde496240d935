import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attachFile } from './file-link.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-link-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('link over a character device', () => {
  it('sends and receives, more than the device takes at once, and ends while nothing comes', async () => {
    // A named pipe opened both ways gives back what is written to it, and is full at 64 KiB.
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const link = await attachFile(path);
    const received: number[] = [];
    const onClosed = vi.fn();
    link.onData((bytes) => received.push(...bytes));
    link.onClosed(onClosed);
    const sent = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
    void link.write(sent.subarray(0, 150_000));
    void link.write(sent.subarray(150_000));
    await vi.waitFor(() => expect(received.length).toBe(sent.length), { timeout: 4000 });
    expect(Uint8Array.from(received)).toEqual(sent);
    link.close();
    link.close();
    expect(onClosed).toHaveBeenCalledTimes(1);
  });

  it('is not opened where there is nothing', async () => {
    await expect(attachFile(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
  });
});

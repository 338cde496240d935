import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startOnFreePort } from './integration/harness.fixture.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});

/** Starts the program; resolves to its first line. */
async function run(
  env: Readonly<Record<string, string>>,
): Promise<{ event: string; [key: string]: unknown }> {
  child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return JSON.parse(text);
  }
  throw new Error('ended without a line');
}

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says where it listens, and stops cleanly on %s',
    async (signal) => {
      const free = await startOnFreePort();
      const port = free.port;
      await free.close();
      expect(await run({ SIMULATE: '1', PORT: String(port) })).toEqual({
        event: 'listening',
        port,
        simulated: ['IdReader', 'CardReader', 'CardPrinter', 'ReceiptPrinter'],
      });
      const exit = once(child ?? process, 'exit');
      child?.kill(signal);
      expect(await exit).toEqual([0, null]);
    },
  );

  it('says in one line what is wrong with a setting or a port', async () => {
    expect(await run({ PORT: 'x' })).toEqual({ event: 'failed', reason: 'PORT=x is not a port number' });
    const taken = await startOnFreePort();
    const failed = await run({ PORT: String(taken.port) });
    expect(failed).toMatchObject({ event: 'failed', reason: expect.stringContaining('is taken') });
    await taken.close();
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');

/** A program of the product, started as in production, that a test may end in any way. */
export class Running {
  readonly child: ChildProcess;
  readonly ready: Record<string, unknown>;
  readonly #ended: Promise<number | null>;

  constructor(child: ChildProcess, ready: Record<string, unknown>) {
    this.child = child;
    this.ready = ready;
    this.#ended = new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
      else child.once('exit', (code) => resolve(code));
    });
  }

  /** Asks it to stop; its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.#ended;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }
}

/** Starts a program and waits for its line of JSON with this `event`. Rejects with its last words if it ends before. */
export function startProgram(
  folder: 'sync-server' | 'kiosk-app',
  script: string,
  event: string,
  env: Record<string, string>,
): Promise<Running> {
  const child = spawn(NODE, [script], {
    cwd: join(ROOT, folder),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained = (complained + text).slice(-4000);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      for (const line of said.split('\n').slice(0, -1)) {
        const message = parse(line);
        if (message?.['event'] === event) resolve(new Running(child, message));
      }
      said = said.slice(said.lastIndexOf('\n') + 1);
    });
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}: ${complained}`)));
  });
}

const running = new Set<ChildProcess>();
// A test run that ends leaves nothing behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A free port below the range of outgoing connections. */
export async function freePort(from: number, to: number): Promise<number> {
  for (let port = from; port <= to; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`no free port from ${from} to ${to}`);
}

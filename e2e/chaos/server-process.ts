import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SERVER = join(import.meta.dirname, '../../sync-server');
const READY_WITHIN_MS = 60_000;

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** The real server as a process of its own, on the same port and folder each time. */
export class ServerProcess {
  readonly #env: Readonly<Record<string, string>>;
  readonly #flags: readonly string[];
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #isAsked = false;
  /** How often it ended without being asked or killed, after it had been ready. */
  unaskedEnds = 0;

  constructor(env: Readonly<Record<string, string>>, flags: readonly string[] = []) {
    this.#env = env;
    this.#flags = flags;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves when it listens; rejects when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.#flags, '--max-semi-space-size=32', 'src/main.ts'], {
      cwd: SERVER,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#isAsked = false;
    let isReady = false;
    children.add(child);
    this.#ended = new Promise((resolve) =>
      child.once('exit', () => {
        children.delete(child);
        if (isReady && !this.#isAsked) this.unaskedEnds += 1;
        resolve();
      }),
    );
    let complained = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained = (complained + text).slice(-4000);
    });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the server is not ready in time: ${complained}`)),
        READY_WITHIN_MS,
      );
      createInterface(child.stdout).on('line', (line) => {
        if (!line.includes('"ready"')) return;
        clearTimeout(late);
        isReady = true;
        resolve();
      });
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        reject(new ServerEnded(`the server ended (${signal ?? code}): ${complained}`, signal));
      });
    });
  }

  async kill(): Promise<void> {
    this.#isAsked = true;
    this.#child?.kill('SIGKILL');
    await this.#ended;
    this.#child = null;
  }

  /** Asks it to stop and waits for its end. */
  async stop(): Promise<void> {
    this.#isAsked = true;
    this.#child?.kill('SIGTERM');
    await this.#ended;
    this.#child = null;
  }

  /** Resolves when it ends by itself or otherwise. */
  get ended(): Promise<void> {
    return this.#ended;
  }
}

/** It ended before it was ready. */
export class ServerEnded extends Error {
  readonly signal: string | null;

  constructor(message: string, signal: string | null) {
    super(message);
    this.signal = signal;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export interface Script {
  /** Its first line of JSON. */
  readonly said: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts a script in a process of its own and waits for its first line of JSON; rejects when it ends before. */
export function startScript(path: string, args: readonly string[]): Promise<Script> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => children.delete(child));
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained = (complained + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const stop = () => {
        child.kill('SIGKILL');
        return ended;
      };
      resolve({ said: JSON.parse(line) as Record<string, unknown>, stop });
    });
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}: ${complained}`)));
  });
}

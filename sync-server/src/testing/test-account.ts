import { spawnSync } from 'node:child_process';

/** The account that a test's database runs under; undefined: the one that runs the tests. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** Accounts that most systems have from the beginning. None is made: a test run changes nothing of the machine. */
const NAMES = ['postgres', 'nobody', 'daemon'] as const;

/** PostgreSQL refuses to run as root: then another account of this machine is looked up. Throws where there is none. */
export function testAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of NAMES) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid };
  }
  throw new Error(`as root the tests need one of the accounts ${NAMES.join(', ')}: PostgreSQL refuses root`);
}

function idOf(which: '-u' | '-g', name: string): number | null {
  const asked = spawnSync('id', [which, name], { encoding: 'utf8' });
  return asked.status === 0 && /^\d+\s*$/.test(asked.stdout) ? Number(asked.stdout) : null;
}

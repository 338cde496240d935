import type { Journal } from '@haizhu/kiosk-app/ports/journal';
import { applicantAt, newId, submittedBody } from '../../chaos/visit.ts';

/** Milliseconds of each operation, in the order in which they were made. */
export interface CommitTimes {
  readonly commit: readonly number[];
  readonly barePut: readonly number[];
}

/** Warm-up that is not counted. */
const WARM_UP = 50;

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bare');
    request.onupgradeneeded = () => request.result.createObjectStore('rows', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One object of an entry's size in one strict transaction, with nothing around it. */
function barePut(db: IDBDatabase, id: number, content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' });
    transaction.objectStore('rows').put({ id, content });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Commits applications and makes bare puts by turns, so that both meet the same disk. */
export async function measureCommits(journal: Pick<Journal, 'commit'>, count: number): Promise<CommitTimes> {
  const db = await openBare();
  const commit: number[] = [];
  const bare: number[] = [];
  // As long as the text and the sealed payload of an entry.
  const content = 'x'.repeat(1500);
  for (let n = -WARM_UP; n < count; n += 1) {
    const draft = {
      kind: 'application.submitted',
      body: submittedBody(newId(), newId()),
      personal: applicantAt(Math.abs(n)),
    } as const;
    const before = performance.now();
    const stored = await journal.commit(draft);
    const between = performance.now();
    if (!stored.ok) throw new Error(stored.error);
    await barePut(db, n, content);
    const after = performance.now();
    if (n < 0) continue;
    commit.push(between - before);
    bare.push(after - between);
  }
  db.close();
  return { commit, barePut: bare };
}

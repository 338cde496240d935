import { endorsementChoiceSchema } from '@haizhu/shared/catalogue/endorsement';
import type { Applicant } from '@haizhu/shared/journal/sealed';
import type { Authority, AuthorityCase } from '../authority/authority.ts';
import type { Clock } from '../clock.ts';
import { allEnded, DueWorker, retryAfterMs } from '../due-worker.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServerFact } from '../ledger/server-entries.ts';
import type { OpenSealed } from '../sealing/open-sealed.ts';
import type { Row } from '../storage/schema.ts';
import type { Store } from '../storage/store.ts';

export interface AuthorityWorkerDeps {
  readonly store: Store;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly authority: Authority;
  readonly openSealed: OpenSealed;
  readonly incidents: Pick<Incidents, 'record'>;
  readonly clock: Clock;
  random(): number;
  log(message: string, error: unknown): void;
}

/** Applications that are asked about at the same time. */
const AT_ONCE = 8;
/** A task taken up by a server that then dies is taken up again after this. */
const LEASE_MS = 60_000;
const POLL_MS = 2000;
/** How often a payload that could not be opened is tried: a key or a backup has to be brought first. */
const UNREADABLE_MS = 10 * 60_000;
/** While nothing succeeds, the pause between two looks doubles up to that of this many failures: 8 s. */
const MOST_PAUSE = 4;

type Task = Pick<Row<'authority_task'>, 'application_id' | 'step' | 'attempts'>;

/**
 * Brings received applications to the authority: acceptance, then decision; each answer is an entry of the server.
 * Asking is safe to repeat, so a crash between answer and entry costs a question and loses nothing.
 */
export function createAuthorityWorker(deps: AuthorityWorkerDeps): DueWorker {
  // An authority that is away is not asked about every application that waits: each try opens what is personal.
  let failuresInARow = 0;
  let pausedUntil = 0;
  return new DueWorker({
    clock: deps.clock,
    pollMs: POLL_MS,
    onError: (error) => deps.log('tasks of the authority could not be read', error),
    async work() {
      if (deps.clock.now() < pausedUntil) return false;
      const tasks = await takeUp(deps, failuresInARow === 0 ? AT_ONCE : 1);
      const ends: Ending[] = [];
      await allEnded(tasks.map(async (task) => void ends.push(await attempt(deps, task))));
      if (ends.includes('answered')) failuresInARow = 0;
      else if (ends.includes('failed')) {
        failuresInARow += 1;
        const pause = retryAfterMs(Math.min(failuresInARow, MOST_PAUSE), deps.random());
        pausedUntil = deps.clock.now() + pause;
        return false;
      }
      return tasks.length > 0;
    },
  });
}

async function takeUp({ store, clock }: AuthorityWorkerDeps, most: number): Promise<readonly Task[]> {
  const now = clock.now();
  const due = store.read
    .selectFrom('authority_task')
    .select('application_id')
    .where('due_at', '<=', now)
    .limit(1);
  if ((await due.executeTakeFirst()) === undefined) return [];
  return store.write(async (tx) => {
    let query = tx
      .selectFrom('authority_task')
      .select(['application_id', 'step', 'attempts'])
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(most);
    if (store.engine === 'postgres') query = query.forUpdate().skipLocked();
    const tasks = await query.execute();
    if (tasks.length === 0) return [];
    await tx
      .updateTable('authority_task')
      .set({ due_at: now + LEASE_MS })
      .where(
        'application_id',
        'in',
        tasks.map((t) => t.application_id),
      )
      .execute();
    return tasks;
  });
}

/** `failed`: the authority gave no answer. `unreadable`: it was not asked. */
type Ending = 'answered' | 'failed' | 'unreadable';

async function attempt(deps: AuthorityWorkerDeps, task: Task): Promise<Ending> {
  try {
    const isOver = await bringForward(deps, task.application_id);
    // An instant one is decided within seconds, another in days: asked about less and less often.
    const looks = task.step === 'decide' ? task : { ...task, attempts: 0 };
    if (!isOver) await putOff(deps, looks, retryAfterMs(looks.attempts + 1, deps.random()), null);
    return 'answered';
  } catch (error) {
    if (error instanceof UnreadableError) {
      await putOff(deps, task, UNREADABLE_MS, error.message);
      return 'unreadable';
    }
    const why = error instanceof Error ? error.message : 'unknown error';
    deps.log('the authority could not be asked', error);
    deps.incidents.record({ name: 'authority-failing', kioskId: '', address: '', detail: why });
    await putOff(deps, task, retryAfterMs(task.attempts + 1, deps.random()), why);
    return 'failed';
  }
}

/** Whether the task is ended; otherwise the authority has not decided yet. */
async function bringForward(deps: AuthorityWorkerDeps, id: string): Promise<boolean> {
  const row = await deps.store.read
    .selectFrom('application')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Error('the application is not there');
  const of: AuthorityCase = {
    application: id,
    item: row.item,
    choices: parseChoices(row.choices),
    submittedDay: row.submitted_day,
    station: row.station_id,
  };

  let reference = row.reference;
  if (row.acceptance === 'undetermined') {
    const acceptance = await deps.authority.accept({ ...of, applicant: await openApplicant(deps, row) });
    if (acceptance.outcome === 'not-accepted') {
      await say(deps, id, 'undetermined', (at) => ({
        kind: 'application.not-accepted',
        body: { application: id as never, reason: acceptance.reason },
        at,
      }));
      return true;
    }
    reference = acceptance.reference;
    await say(deps, id, 'undetermined', (at) => ({
      kind: 'application.accepted',
      body: { application: id as never, reference: acceptance.reference },
      at,
    }));
  }
  if (row.decision !== 'none' || row.acceptance === 'not-accepted') return true;

  const decision = await deps.authority.decide(of, reference ?? '');
  switch (decision.outcome) {
    case 'undecided':
      return false;
    case 'approved':
      await say(deps, id, 'accepted', (at) => ({
        kind: 'application.decided',
        body: { application: id as never, outcome: 'approved', reason: null, grants: [...decision.grants] },
        at,
      }));
      return true;
    case 'refused':
      await say(deps, id, 'accepted', (at) => ({
        kind: 'application.decided',
        body: { application: id as never, outcome: 'refused', reason: decision.reason, grants: [] },
        at,
      }));
      return true;
  }
}

class UnreadableError extends Error {}

/** What is personal is opened once, for the acceptance. */
async function openApplicant(deps: AuthorityWorkerDeps, row: Row<'application'>): Promise<Applicant> {
  const place = { origin: row.kiosk_id, epoch: row.epoch, seq: row.seq };
  const opened = await deps.openSealed(place, 'authority-worker', `examination of ${row.id}`);
  if (opened.ok) return opened.value;
  deps.incidents.record({
    name: 'sealed-unreadable',
    kioskId: row.kiosk_id,
    address: '',
    detail: `${row.id} ${opened.error}`,
  });
  throw new UnreadableError(`sealed payload ${opened.error}`);
}

/** Writes an answer, unless another server has written it meanwhile. */
async function say(
  { ledger, store, clock }: AuthorityWorkerDeps,
  id: string,
  expected: 'undetermined' | 'accepted',
  fact: (at: number) => ServerFact,
): Promise<void> {
  await ledger.record(async (tx, record) => {
    let query = tx.selectFrom('application').select(['acceptance', 'decision']).where('id', '=', id);
    if (store.engine === 'postgres') query = query.forUpdate();
    const row = await query.executeTakeFirst();
    if (row?.acceptance === expected && row.decision === 'none') await record(fact(clock.now()));
  });
}

async function putOff(
  { store, clock }: AuthorityWorkerDeps,
  task: Task,
  inMs: number,
  failure: string | null,
): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .updateTable('authority_task')
      .set({
        due_at: clock.now() + inMs,
        attempts: task.attempts + 1,
        last_error: failure?.slice(0, 300) ?? null,
      })
      .where('application_id', '=', task.application_id)
      .execute();
  });
}

function parseChoices(json: string): AuthorityCase['choices'] {
  const choices: unknown = JSON.parse(json);
  if (!Array.isArray(choices)) throw new Error('choices are not a list');
  return choices.map((choice) => endorsementChoiceSchema.parse(choice));
}

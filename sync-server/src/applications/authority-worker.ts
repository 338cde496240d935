import { endorsementChoiceSchema } from '@haizhu/shared/catalogue/endorsement';
import type { Authority, AuthorityRequest } from '../authority/authority.ts';
import type { Clock } from '../clock.ts';
import { DueWorker, retryAfterMs } from '../due-worker.ts';
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
/** How often an undecided application is asked about. */
const UNDECIDED_MS = 15_000;
const POLL_MS = 2000;

type Task = Pick<Row<'authority_task'>, 'application_id' | 'attempts'>;

/**
 * Brings received applications to the authority: acceptance, then decision; each answer is an entry of the server.
 * Asking is safe to repeat, so a crash between answer and entry costs a question and loses nothing.
 */
export function createAuthorityWorker(deps: AuthorityWorkerDeps): DueWorker {
  return new DueWorker({
    clock: deps.clock,
    pollMs: POLL_MS,
    onError: (error) => deps.log('tasks of the authority could not be read', error),
    async work() {
      const tasks = await takeUp(deps);
      await Promise.all(tasks.map((task) => attempt(deps, task)));
      return tasks.length > 0;
    },
  });
}

async function takeUp({ store, clock }: AuthorityWorkerDeps): Promise<readonly Task[]> {
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
      .select(['application_id', 'attempts'])
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(AT_ONCE);
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

async function attempt(deps: AuthorityWorkerDeps, task: Task): Promise<void> {
  try {
    const again = await bringForward(deps, task.application_id);
    if (again !== null) await putOff(deps, task, again, null);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    deps.log('the authority could not be asked', error);
    deps.incidents.record({ name: 'authority-failing', kioskId: '', address: '', detail: why });
    await putOff(deps, task, retryAfterMs(task.attempts + 1, deps.random()), why);
  }
}

/** Null when the task is ended; otherwise in how many ms to ask again. */
async function bringForward(deps: AuthorityWorkerDeps, id: string): Promise<number | null> {
  const row = await deps.store.read
    .selectFrom('application')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Error('the application is not there');
  const place = { origin: row.kiosk_id, epoch: row.epoch, seq: row.seq };
  const opened = await deps.openSealed(place, 'authority-worker', `examination of ${id}`);
  if (!opened.ok) {
    deps.incidents.record({
      name: 'sealed-unreadable',
      kioskId: row.kiosk_id,
      address: '',
      detail: `${id} ${opened.error}`,
    });
    throw new Error(`sealed payload ${opened.error}`);
  }
  const request: AuthorityRequest = {
    application: id,
    item: row.item,
    choices: parseChoices(row.choices),
    applicant: opened.value,
    submittedDay: row.submitted_day,
    station: row.station_id,
  };

  let reference = row.reference;
  if (row.acceptance === 'undetermined') {
    const acceptance = await deps.authority.accept(request);
    if (acceptance.outcome === 'not-accepted') {
      await say(deps, id, 'undetermined', (at) => ({
        kind: 'application.not-accepted',
        body: { application: id as never, reason: acceptance.reason },
        at,
      }));
      return null;
    }
    reference = acceptance.reference;
    await say(deps, id, 'undetermined', (at) => ({
      kind: 'application.accepted',
      body: { application: id as never, reference: acceptance.reference },
      at,
    }));
  }
  if (row.decision !== 'none' || row.acceptance === 'not-accepted') return null;

  const decision = await deps.authority.decide(request, reference ?? '');
  switch (decision.outcome) {
    case 'undecided':
      return UNDECIDED_MS;
    case 'approved':
      await say(deps, id, 'accepted', (at) => ({
        kind: 'application.decided',
        body: { application: id as never, outcome: 'approved', reason: null, grants: [...decision.grants] },
        at,
      }));
      return null;
    case 'refused':
      await say(deps, id, 'accepted', (at) => ({
        kind: 'application.decided',
        body: { application: id as never, outcome: 'refused', reason: decision.reason, grants: [] },
        at,
      }));
      return null;
  }
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
        attempts: failure === null ? 0 : task.attempts + 1,
        last_error: failure?.slice(0, 300) ?? null,
      })
      .where('application_id', '=', task.application_id)
      .execute();
  });
}

function parseChoices(json: string): AuthorityRequest['choices'] {
  const choices: unknown = JSON.parse(json);
  if (!Array.isArray(choices)) throw new Error('choices are not a list');
  return choices.map((choice) => endorsementChoiceSchema.parse(choice));
}

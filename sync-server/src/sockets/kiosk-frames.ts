import type { Result } from '@haizhu/shared/result';
import { isWhole } from '@haizhu/shared/sync/packed-entries';
import {
  checkSchema,
  type PayOrder,
  paySchema,
  presenceSchema,
  pushSchema,
  type Refusal,
  watchSchema,
} from '@haizhu/shared/sync/protocol';
import type * as z from 'zod/mini';
import { applicationStatus } from '../applications/application-status.ts';
import { findByLookup } from '../applications/find-by-lookup.ts';
import type { IngestQueue } from '../ledger/ingest-queue.ts';
import type { HelloDeps } from './kiosk-hello.ts';
import type { KioskSession } from './kiosk-session.ts';

export interface FrameDeps extends HelloDeps {
  readonly queue: Pick<IngestQueue, 'push'>;
  /** Opens the payment order of an approved application of this kiosk, or tells the one that is open. */
  openOrder(
    application: string,
    kiosk: string,
  ): Promise<Result<PayOrder, 'not-found' | 'not-payable' | 'unavailable'>>;
}

type Proved = { readonly kiosk: string; readonly epoch: number };
type Handler = (deps: FrameDeps, session: KioskSession, proved: Proved, payload: unknown) => Promise<unknown>;

/** A frame whose payload is what its schema says; anything else is answered by the caller as malformed. */
export class MalformedFrame extends Error {}

function parse<T extends z.ZodMiniType>(schema: T, payload: unknown): z.infer<T> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new MalformedFrame(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.code ?? 'wrong'}`);
  }
  return parsed.data as z.infer<T>;
}

const refused = (error: Refusal['error'], rest: Partial<Refusal> = {}): Refusal => ({
  ok: false,
  error,
  ...rest,
});

/** What a kiosk may ask once it has proved itself. */
export const FRAMES: Readonly<Record<'push' | 'presence' | 'watch' | 'check' | 'pay', Handler>> = {
  async push(deps, session, { kiosk, epoch: proved }, payload) {
    const { epoch, from, ...entries } = parse(pushSchema, payload);
    if (!isWhole(entries)) throw new MalformedFrame('bytes: not as many as the sizes say');
    const result = await deps.queue.push({ kiosk, epoch, from, entries, proved });
    if (!result.ok) return result;
    const { through, setAside, conflicts, clockSuspects } = result;
    const note = (name: 'entry-conflict' | 'clock-error', detail: string) =>
      deps.incidents.record({ name, kioskId: kiosk, address: session.address, detail });
    if (conflicts.length > 0) note('entry-conflict', `entries ${conflicts.slice(0, 10).join(', ')}`);
    if (clockSuspects > 0) note('clock-error', `${clockSuspects} entries with a time that cannot be`);
    return { ok: true, through, setAside: setAside.map((s) => s.seq), conflicts };
  },

  async presence(deps, _session, { kiosk, epoch }, payload) {
    const now = deps.clock.now();
    const told = parse(presenceSchema, payload);
    deps.presence.told(kiosk, epoch, now, told);
    const sealingKey = deps.sealingKey();
    const isOld = told.sealingKid !== undefined && told.sealingKid !== sealingKey.kid;
    return { ok: true, serverTime: now, ...(isOld ? { sealingKey } : {}) };
  },

  async watch(deps, session, { kiosk }, payload) {
    const { applications } = parse(watchSchema, payload);
    // Before reading: a change that is committed in between is told twice rather than not at all.
    session.watch(applications);
    if (applications.length === 0) return { ok: true, statuses: [] };
    const rows = await deps.store.read
      .selectFrom('application')
      .selectAll()
      .where('id', 'in', applications)
      .where('kiosk_id', '=', kiosk)
      .execute();
    return { ok: true, statuses: rows.map(applicationStatus) };
  },

  async check(deps, session, _proved, payload) {
    const { lookup } = parse(checkSchema, payload);
    if (!session.mayCheck(deps.clock.now())) return refused('slow-down', { retryAfterMs: 60_000 });
    const row = await findByLookup(deps.store.read, lookup);
    return row === null ? refused('not-found') : { ok: true, status: applicationStatus(row) };
  },

  async pay(deps, _session, { kiosk }, payload) {
    const { application } = parse(paySchema, payload);
    const order = await deps.openOrder(application, kiosk);
    if (order.ok) return { ok: true, order: order.value };
    return order.error === 'unavailable'
      ? refused('slow-down', { retryAfterMs: 3000 })
      : refused(order.error);
  },
};

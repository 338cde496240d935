import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { listFleet } from './devices/fleet.ts';
import type { Reader } from './storage/store.ts';

/** What only this process knows at the moment of asking. */
export interface LiveCounts {
  readonly ingestDepth: () => number;
  readonly kiosksConnected: () => number;
}

/** Measurements for Prometheus. Those of the database are read when asked, so every server tells the same of it. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #httpSeconds = new Histogram({
    name: 'haizhu_http_request_duration_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.#registry],
  });
  readonly #consoles = this.#gauge('haizhu_console_connections', 'Console pages that are connected');
  readonly #changes = new Counter({
    name: 'haizhu_changes_total',
    help: 'Commits that changed something a view shows, by topic',
    labelNames: ['topic'],
    registers: [this.#registry],
  });
  readonly #ledger = this.#gauge('haizhu_ledger_last_id', 'Position of the last entry of the ledger');
  readonly #kiosks = this.#gauge('haizhu_kiosks', 'Kiosks by state', ['state']);
  readonly #connected = this.#gauge('haizhu_kiosks_connected', 'Kiosks that are connected to this server');
  readonly #ingestDepth = this.#gauge(
    'haizhu_ingest_waiting_entries',
    'Entries that wait to be written to the ledger',
  );
  readonly #queued = this.#gauge(
    'haizhu_kiosk_queue_entries',
    'Entries waiting on kiosks, as they last told',
  );
  readonly #oldest = this.#gauge(
    'haizhu_kiosk_queue_oldest_seconds',
    'Age of the oldest entry waiting on a kiosk',
  );
  readonly #lacking = this.#gauge(
    'haizhu_ledger_lacking_entries',
    'Entries that kiosks told of and the ledger does not hold',
  );
  readonly #faults = this.#gauge('haizhu_open_faults', 'Faults that have begun and not ended', ['fault']);
  readonly #incidents = this.#gauge(
    'haizhu_incidents',
    'Wrong frames, unknown kiosks and the like, all time',
    ['name'],
  );
  readonly #setAside = this.#gauge('haizhu_quarantine_entries', 'Entries set aside, by state', ['state']);
  readonly #tasks = this.#gauge(
    'haizhu_authority_tasks',
    'Applications waiting for a word of the authority',
    ['step'],
  );
  readonly #orders = this.#gauge('haizhu_payment_orders', 'Payment orders by state', ['state']);

  readonly #live: LiveCounts;

  constructor(live: LiveCounts = { ingestDepth: () => 0, kiosksConnected: () => 0 }) {
    this.#live = live;
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** `route` is the pattern of the route, never an address somebody typed. */
  httpAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#httpSeconds.observe({ method, route, status: String(status) }, seconds);
  }

  changed(topics: Iterable<string>): void {
    for (const topic of topics) this.#changes.inc({ topic });
  }

  consoleConnections(count: number): void {
    this.#consoles.set(count);
  }

  /** Everything, as text. */
  async render(reader: Reader, now: number): Promise<string> {
    await this.#readDatabase(reader, now);
    return this.#registry.metrics();
  }

  async #readDatabase(reader: Reader, now: number): Promise<void> {
    const { last } = await reader
      .selectFrom('ledger')
      .select(({ fn }) => fn.max<number | null>('id').as('last'))
      .executeTakeFirstOrThrow();
    this.#ledger.set(Number(last ?? 0));
    const fleet = await listFleet(reader, now);
    const states = { 'in-service': 0, degraded: 0, 'out-of-service': 0, unknown: 0 };
    let [queued, lacking, oldest] = [0, 0, now];
    for (const kiosk of fleet) {
      states[kiosk.state] += 1;
      queued += kiosk.queued;
      lacking += kiosk.lacking;
      oldest = Math.min(oldest, kiosk.oldestAt ?? now);
    }
    for (const [state, count] of Object.entries(states)) this.#kiosks.set({ state }, count);
    this.#connected.set(this.#live.kiosksConnected());
    this.#ingestDepth.set(this.#live.ingestDepth());
    this.#queued.set(queued);
    this.#lacking.set(lacking);
    this.#oldest.set(Math.max(0, now - oldest) / 1000);
    this.#faults.reset();
    for (const { fault } of fleet.flatMap((kiosk) => kiosk.openFaults)) this.#faults.inc({ fault });
    await this.#readCounts(reader);
  }

  async #readCounts(reader: Reader): Promise<void> {
    const incidents = await reader
      .selectFrom('incident')
      .select(({ fn }) => ['name', fn.sum<number | string>('count').as('n')])
      .groupBy('name')
      .execute();
    for (const { name, n } of incidents) this.#incidents.set({ name }, Number(n));
    const setAside = await reader
      .selectFrom('quarantine')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('n')])
      .groupBy('state')
      .execute();
    this.#setAside.reset();
    for (const { state, n } of setAside) this.#setAside.set({ state }, Number(n));
    const tasks = await reader
      .selectFrom('authority_task')
      .select(({ fn }) => ['step', fn.countAll<number | string>().as('n')])
      .groupBy('step')
      .execute();
    this.#tasks.reset();
    for (const { step, n } of tasks) this.#tasks.set({ step }, Number(n));
    const orders = await reader
      .selectFrom('payment_order')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('n')])
      .groupBy('state')
      .execute();
    this.#orders.reset();
    for (const { state, n } of orders) this.#orders.set({ state }, Number(n));
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }
}

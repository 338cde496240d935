import type { IdCard } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { KioskKind } from '@haizhu/shared/journal/kinds';
import { bodySchema, currentVersion, type EntryBody } from '@haizhu/shared/journal/kinds';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { ApplicationStatus, PayOrder } from '@haizhu/shared/sync/protocol';
import { DEFAULT_WORK_LIMITS, type WorkLimits } from '@haizhu/shared/sync/work-limits';
import type {
  CardPlace,
  DeviceCondition,
  DeviceError,
  EndorsementPrint,
  Peripherals,
  ReceiptLine,
} from '../ports/devices.ts';
import type { CommitError, Draft, Journal } from '../ports/journal.ts';
import type { AskError, LinkState, ServerLink } from '../ports/server-link.ts';
import type { Space, WorkGauge } from '../ports/work-gauge.ts';
import { type OpenItem, openItemChange } from '../sync/open-items.ts';
import { unfinishedOf } from '../sync/unfinished.ts';

type DeviceCall =
  | 'readIdCard'
  | 'acceptPermitCard'
  | 'printEndorsements'
  | 'readBackEndorsements'
  | 'returnPermitCard'
  | 'retainPermitCard'
  | 'printReceipt'
  | 'wipe';

interface Waiting {
  readonly name: DeviceCall;
  answer(result: Result<unknown, DeviceError>): void;
}

/**
 * Peripherals that a test answers for. What a command waits for (a citizen, a motor) happens when the test says so;
 * where the card is and what is printed on it is kept, so that a test can ask where it ended.
 */
export class FakeDevices implements Peripherals {
  readonly calls: DeviceCall[] = [];
  readonly receipts: (readonly ReceiptLine[])[] = [];
  /** Where the permit card is. */
  card: 'outside' | 'inside' | 'exit' | 'bin' = 'outside';
  /** The devices of the card's path do not say where it is. */
  mute = false;
  /** Whether an ID card lies on the reader. */
  idCard: 'none' | 'here' | 'unknown' = 'none';
  printed: readonly EndorsementPrint[] = [];
  /** Read and not cleared since. */
  buffered = false;
  #waiting: Waiting[] = [];
  #listeners = new Set<(conditions: readonly DeviceCondition[]) => void>();
  #conditions: readonly DeviceCondition[] = allGood();

  /** Commands that wait for an answer, oldest first. */
  get waiting(): readonly DeviceCall[] {
    return this.#waiting.map((call) => call.name);
  }

  layIdCard(card: IdCard): void {
    this.buffered = true;
    this.#answer('readIdCard', ok(card));
  }

  insertPermit(card: PermitCard): void {
    this.card = 'inside';
    this.buffered = true;
    this.#answer('acceptPermitCard', ok(card));
  }

  /** The chip of the card that is held, read again. */
  readHeld(card: PermitCard): void {
    this.#answer('acceptPermitCard', ok(card));
  }

  /** A card that goes in and cannot be read. */
  insertUnreadable(): void {
    this.card = 'inside';
    this.#answer('acceptPermitCard', err({ code: 'unreadable', device: 'card-reader', faultId: null }));
  }

  finishPrint(): void {
    this.#answer('printEndorsements', ok());
  }

  /** What the camera sees; what was printed unless something else is given. */
  finishReadBack(seen: readonly EndorsementPrint[] = this.printed): void {
    this.#answer('readBackEndorsements', ok(seen));
  }

  /** The citizen takes the card, or there was none to take. */
  takeCard(): void {
    const was = this.card;
    this.card = 'outside';
    this.#answer('returnPermitCard', ok(was === 'exit' ? 'taken' : 'no-card'));
  }

  /** Nobody takes the card in time. */
  leaveCard(): void {
    this.#answer('returnPermitCard', ok(this.card === 'exit' ? 'not-taken' : 'no-card'));
  }

  keepCard(): void {
    if (this.card !== 'inside') {
      this.fail('retainPermitCard', 'card-reader');
      return;
    }
    this.card = 'bin';
    this.#answer('retainPermitCard', ok());
  }

  finishReceipt(): void {
    this.#answer('printReceipt', ok());
  }

  finishWipe(): void {
    this.buffered = false;
    this.#answer('wipe', ok());
  }

  fail(
    name: DeviceCall,
    device: DeviceError['device'],
    faultId: DeviceError['faultId'] = null,
    code: DeviceError['code'] = 'device-fault',
  ): void {
    this.#answer(name, err({ code, device, faultId }));
  }

  /** The command does not even leave this program. */
  neverBegins(name: DeviceCall): void {
    this.#answer(
      name,
      err({ code: 'device-fault', device: 'device-service', faultId: null, neverBegan: true }),
    );
  }

  /** Fails with the card inside: it never got to the slot. */
  failInside(...failure: Parameters<FakeDevices['fail']>): void {
    if (this.card === 'exit') this.card = 'inside';
    this.fail(...failure);
  }

  setFaults(...faults: readonly DeviceCondition['faults'][number][]): void {
    this.tell(
      allGood().map((condition) => ({
        ...condition,
        faults: faults.filter((id) => id.startsWith(condition.device) || isOf(id, condition.device)),
      })),
    );
  }

  tell(conditions: readonly DeviceCondition[]): void {
    this.#conditions = conditions;
    for (const listener of this.#listeners) listener(conditions);
  }

  readIdCard(signal: AbortSignal) {
    return this.#call<IdCard>('readIdCard', signal);
  }
  acceptPermitCard(signal: AbortSignal) {
    return this.#call<PermitCard>('acceptPermitCard', signal);
  }
  printEndorsements(prints: readonly EndorsementPrint[], signal: AbortSignal) {
    this.printed = prints;
    return this.#call<undefined>('printEndorsements', signal);
  }
  readBackEndorsements(signal: AbortSignal) {
    return this.#call<readonly EndorsementPrint[]>('readBackEndorsements', signal);
  }
  async askCard(): Promise<CardPlace> {
    if (this.mute) return 'unknown';
    return this.card === 'outside' || this.card === 'bin' ? 'none' : this.card;
  }
  async askIdCard() {
    return this.idCard;
  }
  returnPermitCard(_takeWithinMs: number, signal: AbortSignal) {
    if (this.card === 'inside') this.card = 'exit';
    return this.#call<'taken' | 'not-taken' | 'no-card'>('returnPermitCard', signal);
  }
  async drawBackPermitCard(): Promise<Result<undefined, DeviceError>> {
    if (this.card !== 'exit') return err({ code: 'device-fault', device: 'card-reader', faultId: null });
    this.card = 'inside';
    return ok();
  }
  retainPermitCard(signal: AbortSignal) {
    return this.#call<undefined>('retainPermitCard', signal);
  }
  printReceipt(lines: readonly ReceiptLine[], signal: AbortSignal) {
    this.receipts.push(lines);
    return this.#call<undefined>('printReceipt', signal);
  }
  wipe() {
    return this.#call<undefined>('wipe', null);
  }
  watch(listener: (conditions: readonly DeviceCondition[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#conditions);
    return () => this.#listeners.delete(listener);
  }

  #call<T>(name: DeviceCall, signal: AbortSignal | null): Promise<Result<T, DeviceError>> {
    this.calls.push(name);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        name,
        answer: (result) => {
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
          // Each command's own answers were given by the method of its name above.
          resolve(result as Result<T, DeviceError>);
        },
      };
      this.#waiting.push(waiting);
      const cancel = () => waiting.answer(err({ code: 'canceled', device: 'card-reader', faultId: null }));
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
    });
  }

  #answer(name: DeviceCall, result: Result<unknown, DeviceError>): void {
    const call = this.#waiting.find((waiting) => waiting.name === name);
    if (call === undefined) throw new Error(`no ${name} is waiting, only: ${this.waiting.join(', ')}`);
    call.answer(result);
  }
}

const isOf = (fault: string, device: string) =>
  (fault.startsWith('receipt-') && device === 'receipt-printer') ||
  (fault.startsWith('retain-') && device === 'card-reader');

function allGood(): readonly DeviceCondition[] {
  const devices = ['device-service', 'id-reader', 'card-reader', 'card-printer', 'receipt-printer'] as const;
  return devices.map((device) => ({ device, online: true, faults: [], simulated: true }));
}

/** A journal in memory that knows what is open, as the real one does. */
export class FakeJournal implements Journal {
  readonly drafts: Draft[] = [];
  /** What a commit of that kind answers instead; counted down. */
  readonly refused = new Map<KioskKind, { error: CommitError; times: number }>();
  readonly #open = new Map<string, OpenItem>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  get kinds(): readonly KioskKind[] {
    return this.drafts.map((draft) => draft.kind);
  }

  /** Bodies of all entries of a kind. */
  of<K extends KioskKind>(kind: K): readonly EntryBody<K>[] {
    return this.drafts.filter((draft) => draft.kind === kind).map((draft) => draft.body as EntryBody<K>);
  }

  refuse(kind: KioskKind, times = Number.POSITIVE_INFINITY, error: CommitError = 'storage'): void {
    this.refused.set(kind, { error, times });
  }

  async commit(draft: Draft): ReturnType<Journal['commit']> {
    const refusal = this.refused.get(draft.kind);
    if (refusal !== undefined && refusal.times > 0) {
      refusal.times -= 1;
      return err(refusal.error);
    }
    const schema = bodySchema(draft.kind, currentVersion(draft.kind));
    if (schema?.safeParse(draft.body).success !== true) return err('invalid');
    const at = this.#now();
    this.drafts.push(draft);
    const { put, remove } = openItemChange(draft, at);
    for (const id of remove) this.#open.delete(id);
    for (const item of put) this.#open.set(item.id, item);
    return ok({ seq: this.drafts.length, at });
  }

  async unfinished(): ReturnType<Journal['unfinished']> {
    return unfinishedOf([...this.#open.values()]);
  }

  /** What `findByLookup` answers. */
  found: Awaited<ReturnType<Journal['findByLookup']>> = null;
  async findByLookup(): ReturnType<Journal['findByLookup']> {
    return this.found;
  }
}

/** Limits, storage and disk as the test says. */
export class FakeGauge implements WorkGauge {
  knownClockErrorMs: number | null = null;
  /** What the browser tells of its storage; an error where it fails. */
  told: Space | Error | null = null;
  takesMore = true;
  looks = 0;
  probes = 0;
  #limits: WorkLimits = DEFAULT_WORK_LIMITS;
  #listeners = new Set<(limits: WorkLimits) => void>();

  setLimits(change: Partial<WorkLimits>): void {
    this.#limits = { ...DEFAULT_WORK_LIMITS, ...change };
    for (const listener of this.#listeners) listener(this.#limits);
  }
  watchLimits(listener: (limits: WorkLimits) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#limits);
    return () => this.#listeners.delete(listener);
  }
  #isWhole = true;
  #copies = new Set<(isWhole: boolean) => void>();
  /** Whether what is stored is kept twice. */
  setCopies(isWhole: boolean): void {
    this.#isWhole = isWhole;
    for (const listener of this.#copies) listener(isWhole);
  }
  watchCopies(listener: (isWhole: boolean) => void): () => void {
    this.#copies.add(listener);
    listener(this.#isWhole);
    return () => this.#copies.delete(listener);
  }
  async space(): Promise<Space | null> {
    this.looks += 1;
    if (this.told instanceof Error) throw this.told;
    return this.told;
  }
  async takes(): Promise<boolean> {
    this.probes += 1;
    return this.takesMore;
  }
}

/** A server link that says what the test says. */
export class FakeLink implements ServerLink {
  readonly reports: Parameters<ServerLink['report']>[0][] = [];
  readonly payAnswers: Result<PayOrder, AskError>[] = [];
  checkAnswer: Result<ApplicationStatus, AskError> = err('offline');
  /** Orders that were asked for. */
  orders = 0;
  #state: LinkState = {
    online: true,
    refusal: null,
    queued: 0,
    applications: 0,
    oldestAt: null,
    clockErrorMs: 0,
    station: { id: 'haizhu-1', zh: '海珠虚构派出所', en: 'Made-up Haizhu Station' },
    simulated: [],
  };
  #listeners = new Set<(state: LinkState) => void>();
  #watched = new Map<string, (status: ApplicationStatus) => void>();

  get watchedApplications(): readonly string[] {
    return [...this.#watched.keys()];
  }

  set(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener(this.#state);
  }

  /** Tells a status to whoever watches that application. */
  say(status: ApplicationStatus): void {
    this.#watched.get(status.application)?.(status);
  }

  state(): LinkState {
    return this.#state;
  }
  watch(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }
  watchApplication(application: string, listener: (status: ApplicationStatus) => void): () => void {
    this.#watched.set(application, listener);
    return () => this.#watched.delete(application);
  }
  async check(): ReturnType<ServerLink['check']> {
    return this.checkAnswer;
  }
  async pay(): ReturnType<ServerLink['pay']> {
    if (!this.#state.online) return err('offline');
    this.orders += 1;
    return this.payAnswers.shift() ?? err('not-payable');
  }
  report(presence: Parameters<ServerLink['report']>[0]): void {
    this.reports.push(presence);
  }
}

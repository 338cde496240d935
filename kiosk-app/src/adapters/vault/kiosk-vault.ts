import { type Enrolment, enrolmentSchema } from '@haizhu/shared/sync/protocol';
import {
  type LookAnswer,
  lookAnswerSchema,
  type PublicKey,
  publicKeySchema,
  readAnswerSchema,
} from '@haizhu/shared/vault/messages';
import * as z from 'zod/mini';
import type { HeldCopy, VaultCopy } from '../../sync/copy/vault-copy.ts';
import { type Question, VaultError, VaultSocket } from './vault-socket.ts';

/** Between two tries to find the vault, ms. */
const TRY_AGAIN_MS = 500;
/** The page before this one may hold the vault for a moment while it ends, tries. */
const TAKEN_TRIES = 10;

/** Why the page waits: nobody answers, or another page holds the vault. */
export type VaultWait = 'away' | 'taken';

export interface VaultOptions {
  /** Where it may be; the first that answers is it. */
  readonly urls: readonly string[];
  /** Told while the page cannot go on without it. */
  waits?(why: VaultWait): void;
}

/** The vault of this machine's device service: what the machine is, its key, and the second copy of its journal. */
export class KioskVault {
  readonly #urls: readonly string[];
  readonly #watchers = new Set<(isUp: boolean) => void>();
  #socket: VaultSocket | null = null;
  #isClosed = false;
  #again: ReturnType<typeof setTimeout> | null = null;
  #enrolment: Enrolment | null = null;
  #kept: LookAnswer['kept'] = [];
  /** The vault that answers now knows this machine as another, or not at all. */
  onAnother: () => void = () => {};

  private constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /** Resolves when the vault answers, however long that takes: without it nothing may be promised to anybody. */
  static async open({ urls, waits }: VaultOptions): Promise<KioskVault> {
    const vault = new KioskVault(urls);
    for (let tries = 1; ; tries += 1) {
      const found = await vault.#connect();
      if (found === null) return vault;
      if (found === 'away' ? tries > 2 : tries > TAKEN_TRIES) waits?.(found);
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }

  /** What this machine is, as the server told it last; null before it was enrolled. */
  get enrolment(): Enrolment | null {
    return this.#enrolment;
  }

  /** What was kept when the vault was found. */
  get kept(): LookAnswer['kept'] {
    return this.#kept;
  }

  /** The key for an enrolment with this code: with the same code the same one. */
  async key(code: string): Promise<PublicKey> {
    return publicKeySchema.parse(await this.#ask({ do: 'key', code }));
  }

  /** What this machine is from now on; with `code` by a new enrolment. */
  async enrolled(enrolment: Enrolment, code?: string): Promise<void> {
    const { kiosk, epoch } = enrolment;
    const asked = { do: 'enrolled', kiosk, epoch, enrolment: JSON.stringify(enrolment) } as const;
    await this.#ask(code === undefined ? asked : { ...asked, code });
    this.#enrolment = enrolment;
  }

  /** Proof of this machine's key; base64url of r‖s. */
  async sign(text: string): Promise<string> {
    return z.string().parse(await this.#ask({ do: 'sign', text }));
  }

  /** Rejects where the vault's disk does not take what is larger than any entry. */
  async tryRoom(): Promise<void> {
    await this.#ask({ do: 'room' });
  }

  copyOf(name: string): VaultCopy {
    const kiosk = name as Enrolment['kiosk'];
    return {
      held: () => this.#read(kiosk),
      add: async (entries) => void (await this.#ask({ do: 'add', kiosk, entries: [...entries] })),
      base: async (base) => void (await this.#ask({ do: 'base', kiosk, base })),
      takeBack: async (epoch, seq) => void (await this.#ask({ do: 'void', kiosk, epoch, seq })),
      watch: (listener) => {
        this.#watchers.add(listener);
        listener(this.#socket !== null);
        return () => this.#watchers.delete(listener);
      },
    };
  }

  close(): void {
    this.#isClosed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    this.#watchers.clear();
    this.#socket?.close();
  }

  #ask(question: Question): Promise<unknown> {
    return this.#socket?.ask(question) ?? Promise.reject(new VaultError(`${question.do}: not connected`));
  }

  async #read(kiosk: Enrolment['kiosk']): Promise<HeldCopy> {
    const entries: HeldCopy['entries'][number][] = [];
    for (;;) {
      const part = readAnswerSchema.parse(await this.#ask({ do: 'read', kiosk, skip: entries.length }));
      entries.push(...part.entries);
      if (!part.more) return { bases: part.bases, entries };
    }
  }

  /** Null when it is found. */
  async #connect(): Promise<VaultWait | null> {
    // The one that is known first: others are looked for only where nobody answers there.
    const [known, ...usual] = this.#urls;
    const near = known === undefined ? [] : await this.#tryAll([known]);
    const found = near.some((one) => one !== null) ? near : await this.#tryAll(usual);
    const sockets = found.filter((one): one is VaultSocket => one instanceof VaultSocket);
    const [socket, ...others] = sockets;
    for (const other of others) other.close();
    if (socket === undefined) return found.includes('taken') ? 'taken' : 'away';
    const look = lookAnswerSchema.parse(await socket.ask({ do: 'look' }));
    this.#enrolment = look.enrolment === null ? null : enrolmentSchema.parse(JSON.parse(look.enrolment));
    this.#kept = look.kept;
    this.#socket = socket;
    return null;
  }

  #tryAll(urls: readonly string[]): Promise<readonly (VaultSocket | 'taken' | null)[]> {
    return Promise.all(urls.map((url) => VaultSocket.connect(url, () => this.#closed()).catch(() => null)));
  }

  #closed(): void {
    if (this.#socket === null || this.#isClosed) return;
    this.#socket = null;
    for (const watcher of this.#watchers) watcher(false);
    this.#tryAgain();
  }

  #tryAgain(): void {
    this.#again = setTimeout(async () => {
      const before = this.#enrolment;
      const found = await this.#connect().catch(() => 'away' as const);
      if (this.#isClosed) return this.#socket?.close();
      if (found !== null) return this.#tryAgain();
      const after = this.#enrolment;
      if (before?.kiosk !== after?.kiosk || before?.epoch !== after?.epoch) return this.onAnother();
      for (const watcher of this.#watchers) watcher(true);
    }, TRY_AGAIN_MS);
  }
}

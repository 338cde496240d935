import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { removeDatabase, tearDatabase } from '../support/chromium-database.ts';
import { killProfile, launchProfile } from '../support/chromium-profile.ts';
import { VaultService } from '../support/vault-service.ts';
import { FileJournalStore } from './file-journal-store.ts';
import { type JournalContent, type KioskMessage, type KioskOptions, MESSAGE } from './messages.ts';
import { PAGE_PATH } from './proxy.ts';

/** `torn`: the last write stands half in the log. `removed`: the database is gone, as where the browser finds it corrupt. */
export type Harm = 'torn' | 'removed';

/** A kiosk of a run, of either sort: it can be started, killed and started again with what it had on disk. */
export interface Participant {
  readonly name: string;
  readonly sort: 'chromium' | 'node';
  /** Resolves when it runs; rejects when it was killed before. What it tells comes through `onMessage`. */
  start(options: KioskOptions): Promise<void>;
  /** SIGKILL for all its processes. */
  kill(): Promise<void>;
  /** While it is killed: harms its database as a kill can. Whether it could. */
  harm(harm: Harm): Promise<boolean>;
  /** No more citizens come; the link goes on. */
  calm(): Promise<void>;
  content(): Promise<JournalContent>;
  stop(): Promise<void>;
}

export interface ParticipantOptions {
  readonly name: string;
  readonly folder: string;
  readonly origin: string;
  onMessage(message: KioskMessage): void;
}

/** The kiosk's own runtime in a real Chromium whose profile is kept. */
export class ChromiumKiosk implements Participant {
  readonly name: string;
  readonly sort = 'chromium';
  readonly #options: ParticipantOptions;
  readonly #profile: string;
  readonly #vault: VaultService;
  #context: BrowserContext | null = null;
  #starting: Promise<void> = Promise.resolve();
  #closed: Promise<void> = Promise.resolve();
  #page: Page | null = null;

  constructor(options: ParticipantOptions) {
    this.name = options.name;
    this.#options = options;
    this.#profile = join(options.folder, options.name);
    this.#vault = new VaultService(`${this.#profile}-vault`, options.origin);
  }

  start(options: KioskOptions): Promise<void> {
    const starting = this.#launch(options);
    this.#starting = starting.then(
      () => undefined,
      () => undefined,
    );
    return starting;
  }

  harm(harm: Harm): Promise<boolean> {
    return harm === 'torn' ? tearDatabase(this.#profile) : removeDatabase(this.#profile);
  }

  async #launch({ seed, burst, restMs, kiosk }: KioskOptions): Promise<void> {
    const context = await launchProfile(this.#profile);
    this.#context = context;
    this.#closed = new Promise((resolve) => context.once('close', () => resolve()));
    const page = context.pages()[0] ?? (await context.newPage());
    this.#page = page;
    // Not a binding: making one while Chromium is killed ends the runner with an error that nobody can catch.
    page.on('console', (said) => {
      const text = said.text();
      if (text.startsWith(MESSAGE)) this.#options.onMessage(JSON.parse(text.slice(MESSAGE.length)));
    });
    page.on('pageerror', (error) => this.#options.onMessage({ type: 'problem', what: String(error) }));
    const asked = new URLSearchParams({ seed: `${seed}`, burst: `${burst}`, restMs: `${restMs}` });
    if (kiosk !== undefined) asked.set('kiosk', kiosk);
    asked.set('vault', await this.#vault.start());
    await page.goto(`${this.#options.origin}${PAGE_PATH}?${asked}`);
  }

  async kill(): Promise<void> {
    let settled = false;
    void this.#starting.then(() => {
      settled = true;
    });
    // Until none is left: one that is just starting may not be there yet, or may be starting another.
    for (;;) {
      if ((await killProfile(this.#profile)) === 0 && settled) break;
      await pause(5);
    }
    await this.#closed;
    // All of the machine loses its power.
    await this.#vault.kill();
    this.#context = null;
    this.#page = null;
  }

  async calm(): Promise<void> {
    await this.#page?.evaluate(() => window.stopCitizens());
  }

  async content(): Promise<JournalContent> {
    if (this.#page === null) throw new Error(`${this.name} does not run`);
    return this.#page.evaluate(() => window.journalContent());
  }

  async stop(): Promise<void> {
    await this.#context?.close();
    await this.#vault.kill();
  }
}

/** The kiosk's own journal and sync code in a Node process, with its journal in a file. */
export class NodeKioskProcess implements Participant {
  readonly name: string;
  readonly sort = 'node';
  readonly #options: ParticipantOptions;
  #child: ChildProcess | null = null;

  constructor(options: ParticipantOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get #file(): string {
    return join(this.#options.folder, this.name, 'journal.db');
  }

  async start(options: KioskOptions): Promise<void> {
    // Nothing is awaited before the process is there: a kill that comes at once must find it.
    mkdirSync(join(this.#options.folder, this.name), { recursive: true });
    const script = join(import.meta.dirname, 'node-kiosk-process.ts');
    const child = spawn(
      process.execPath,
      [script, this.#file, this.#options.origin, JSON.stringify(options)],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    children.add(child);
    child.once('exit', () => children.delete(child));
    child.stdin.on('error', () => {});
    createInterface(child.stdout).on('line', (line) => {
      // A line that a kill cut short was not told.
      const message = parse(line);
      if (message !== null) this.#options.onMessage(message);
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** SQLite writes its file so that a kill can do none. */
  async harm(): Promise<boolean> {
    return false;
  }

  async calm(): Promise<void> {
    this.#child?.stdin?.write('calm\n');
  }

  async content(): Promise<JournalContent> {
    const store = new FileJournalStore(this.#file);
    try {
      return { states: await store.states(), applications: store.applications() };
    } finally {
      store.close();
    }
  }

  stop(): Promise<void> {
    return this.kill();
  }
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

function parse(line: string): KioskMessage | null {
  try {
    return JSON.parse(line) as KioskMessage;
  } catch {
    return null;
  }
}

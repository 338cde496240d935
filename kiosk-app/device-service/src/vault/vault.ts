import { err, ok, type Result } from '@haizhu/shared/result';
import type { LookAnswer, VaultAnswer, VaultAsk } from '@haizhu/shared/vault/messages';
import type { VaultFiles } from './vault-files.ts';
import { VaultIdentity } from './vault-identity.ts';
import type { VaultLine } from './vault-lines.ts';
import { VaultLog } from './vault-log.ts';

const LOG_PREFIX = 'journal-';
const ROOM_FILE = 'room';
/** More than any entry. */
const ROOM_BYTES = 262_144;
/** What is sent at a time of what is kept, characters of texts and payloads. */
const READ_CHARS = 1_000_000;

type Refused = Extract<VaultAnswer, { ok: false }>['error'];

/**
 * The second copy of what a citizen was told is stored, and what this machine is, where no decision of the browser
 * reaches: a folder of the device service.
 */
export class Vault {
  readonly #files: VaultFiles;
  readonly #identity: VaultIdentity;
  readonly #logs = new Map<string, { readonly log: VaultLog; readonly damaged: number }>();
  readonly #opening = new Map<string, Promise<VaultLog>>();

  private constructor(files: VaultFiles, identity: VaultIdentity) {
    this.#files = files;
    this.#identity = identity;
  }

  /** Rejects where the disk refuses or what is there cannot be understood. */
  static async open(files: VaultFiles): Promise<Vault> {
    const vault = new Vault(files, await VaultIdentity.open(files));
    const { enrolled } = vault.#identity;
    if (enrolled !== null) await vault.#logOf(enrolled.kiosk);
    return vault;
  }

  /** What the page asked for. Rejects where the disk refuses. */
  async answer(ask: VaultAsk): Promise<Result<unknown, Refused>> {
    switch (ask.do) {
      case 'look':
        return ok(this.#look());
      case 'read':
        return ok(read(await this.#logOf(ask.kiosk), ask.skip));
      case 'add':
        return this.#write(
          ask.kiosk,
          ask.entries.map((entry) => ({ entry })),
        );
      case 'base':
        await (await this.#logOf(ask.kiosk)).note({ base: ask.base });
        return ok(null);
      case 'void':
        return this.#write(ask.kiosk, [{ voided: { epoch: ask.epoch, seq: ask.seq } }]);
      case 'room':
        await this.#tryRoom();
        return ok(null);
      case 'key':
        return ok(await this.#identity.keyFor(ask.code));
      case 'enrolled':
        return ask.code === undefined
          ? this.#identity.tellAnew(ask)
          : this.#identity.enrol(ask.code, { kiosk: ask.kiosk, epoch: ask.epoch, enrolment: ask.enrolment });
      case 'sign':
        return this.#identity.sign(ask.text);
      default:
        return err(ask satisfies never);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map(({ log }) => log.close()));
  }

  #look(): LookAnswer {
    return {
      enrolment: this.#identity.enrolled?.enrolment ?? null,
      kept: [...this.#logs].map(([kiosk, { log, damaged }]) => ({
        kiosk: kiosk as LookAnswer['kept'][number]['kiosk'],
        entries: log.content.entries().length,
        epochs: [...log.content.epochs()],
        damaged,
      })),
    };
  }

  async #write(kiosk: string, lines: readonly VaultLine[]): Promise<Result<null, Refused>> {
    await (await this.#logOf(kiosk)).write(lines);
    return ok(null);
  }

  #logOf(kiosk: string): Promise<VaultLog> {
    const opening = this.#opening.get(kiosk) ?? this.#open(kiosk);
    this.#opening.set(kiosk, opening);
    // A disk that refused is asked again.
    opening.catch(() => this.#opening.delete(kiosk));
    return opening;
  }

  async #open(kiosk: string): Promise<VaultLog> {
    const opened = await VaultLog.open(this.#files, `${LOG_PREFIX}${encodeURIComponent(kiosk)}`);
    this.#logs.set(kiosk, opened);
    return opened.log;
  }

  async #tryRoom(): Promise<void> {
    try {
      await this.#files.replace(ROOM_FILE, crypto.getRandomValues(new Uint8Array(65_536)));
      const file = await this.#files.openToAppend(ROOM_FILE);
      try {
        await file.append(new Uint8Array(ROOM_BYTES));
        await file.sync();
      } finally {
        await file.close();
      }
    } finally {
      await this.#files.remove(ROOM_FILE);
    }
  }
}

function read(log: VaultLog, skip: number) {
  const rest = log.content.entries().slice(skip);
  let chars = 0;
  const count = rest.findIndex(({ text, sealed }) => {
    chars += text.length + (sealed?.length ?? 0);
    return chars > READ_CHARS;
  });
  // At least one, however long it is.
  const entries = count < 0 ? rest : rest.slice(0, Math.max(1, count));
  return { bases: log.content.bases(), entries, more: entries.length < rest.length };
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  MAX_VAULT_FRAME,
  VAULT_TAKEN,
  type VaultAnswer,
  type VaultAsk,
  vaultAskSchema,
} from '@haizhu/shared/vault/messages';
import { type WebSocket, WebSocketServer } from 'ws';
import { Vault } from './vault.ts';
import { openVaultFolder } from './vault-files.ts';

/** Serves the vault of a folder to one page at a time: two would write one journal. */
export class VaultDesk {
  readonly #folder: string;
  readonly #onMistake: (error: unknown) => void;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_VAULT_FRAME,
    perMessageDeflate: false,
  });
  #vault: Promise<Vault> | null = null;
  #holder: WebSocket | null = null;

  constructor(folder: string, onMistake: (error: unknown) => void) {
    this.#folder = folder;
    this.#onMistake = onMistake;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
  }

  /** Ends every connection. */
  cut(): void {
    for (const client of this.#sockets.clients) client.terminate();
  }

  /** Resolves when all that was asked for is on the disk. */
  async close(): Promise<void> {
    await (await this.#vault?.catch(() => null))?.close();
  }

  #accept(client: WebSocket): void {
    client.on('error', () => client.terminate());
    if (this.#holder !== null) {
      client.close(VAULT_TAKEN);
      return;
    }
    this.#holder = client;
    client.on('close', () => {
      if (this.#holder === client) this.#holder = null;
    });
    client.on('message', (data) => {
      const ask = readAsk(String(data));
      if (ask === null) return client.close(1008);
      void this.#answer(ask).then((answer) => client.send(JSON.stringify(answer), () => {}));
    });
  }

  async #answer(ask: VaultAsk): Promise<VaultAnswer> {
    const { id } = ask;
    try {
      const answered = await (await this.#opened()).answer(ask);
      return answered.ok
        ? { id, ok: true, answer: answered.value }
        : { id, ok: false, error: answered.error };
    } catch (error) {
      if (isFull(error)) return { id, ok: false, error: 'full' };
      this.#onMistake(error);
      return { id, ok: false, error: 'failed' };
    }
  }

  /** Opened when it is first asked for, and again after it could not be: devices are served all the same. */
  #opened(): Promise<Vault> {
    if (this.#vault === null) {
      const vault = openVaultFolder(this.#folder).then(Vault.open);
      this.#vault = vault;
      vault.catch(() => {
        this.#vault = null;
      });
    }
    return this.#vault;
  }
}

function readAsk(text: string): VaultAsk | null {
  try {
    const read = vaultAskSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

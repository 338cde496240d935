import { VAULT_TAKEN, type VaultAsk, vaultAnswerSchema } from '@haizhu/shared/vault/messages';

/** Longer than this nobody at the kiosk waits for the second copy, ms. */
const ANSWER_MS = 4000;
/** A service on the same machine that does not open within this is hung or gone, ms. */
const OPEN_MS = 4000;

/** Why the vault did not do what was asked. */
export class VaultError extends Error {}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: VaultError) => void;
  readonly late: ReturnType<typeof setTimeout>;
}

/** Without the number that the connection gives it. */
export type Question = VaultAsk extends infer A ? (A extends VaultAsk ? Omit<A, 'id'> : never) : never;

/** One connection to the vault. Once ended, it is not used again. */
export class VaultSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onClosed: () => void;
  #nextId = 1;
  #isOpen = true;

  private constructor(socket: WebSocket, onClosed: () => void) {
    this.#socket = socket;
    this.#onClosed = onClosed;
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#take(String(data));
    socket.onclose = () => this.close();
  }

  /** `taken`: another page holds the vault. Null: nobody is there. */
  static connect(url: string, onClosed: () => void): Promise<VaultSocket | 'taken' | null> {
    return new Promise((resolve) => {
      const socket = new WebSocket(url);
      const late = setTimeout(() => socket.close(), OPEN_MS);
      socket.onclose = ({ code }) => {
        clearTimeout(late);
        resolve(code === VAULT_TAKEN ? 'taken' : null);
      };
      socket.onopen = () => {
        clearTimeout(late);
        // Who is refused because another holds the vault is told so after it has opened: an answer shows who it is.
        const opened = new VaultSocket(socket, onClosed);
        socket.onclose = ({ code }) => {
          opened.close();
          resolve(code === VAULT_TAKEN ? 'taken' : null);
        };
        opened.ask({ do: 'look' }).then(
          () => resolve(opened),
          () => opened.close(),
        );
      };
    });
  }

  /** Rejects with a `VaultError`: refused, too late, or the connection has ended. */
  ask(question: Question): Promise<unknown> {
    if (!this.#isOpen) return Promise.reject(new VaultError(`${question.do}: not connected`));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      // What it does with a question that it did not answer, nobody knows: a new connection begins with looking.
      const late = setTimeout(() => this.close(), ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, late });
      this.#socket.send(JSON.stringify({ id, ...question }));
    });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close();
    for (const { reject, late } of this.#waiting.values()) {
      clearTimeout(late);
      reject(new VaultError('the connection has ended'));
    }
    this.#waiting.clear();
    this.#onClosed();
  }

  #take(text: string): void {
    const read = vaultAnswerSchema.safeParse(JSON.parse(text));
    if (!read.success) {
      this.close();
      return;
    }
    const waiting = this.#waiting.get(read.data.id);
    if (waiting === undefined) return;
    clearTimeout(waiting.late);
    this.#waiting.delete(read.data.id);
    if (read.data.ok) waiting.resolve(read.data.answer);
    else waiting.reject(new VaultError(read.data.error));
  }
}

import iconv from 'iconv-lite';
import { type MemoryLink, memoryLink } from './memory-link.fixture.ts';

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;

/** Length of a command by its first two bytes; what is not here is text. */
const LENGTHS = new Map(
  [
    [[ESC, 0x40], 2],
    [[ESC, 0x61], 3],
    [[ESC, 0x64], 3],
    [[GS, 0x21], 3],
    [[GS, 0x28], 11],
    [[GS, 0x56], 4],
    [[GS, 0x72], 3],
    [[FS, 0x26], 2],
    [[FS, 0x57], 3],
    [[DLE, 0x04], 3],
    [[DLE, 0x05], 3],
    [[DLE, 0x14], 10],
  ].map(([head, length]) => [String(head), Number(length)]),
);

/** An ESC/POS printer on a stream: answers at once to what is real-time, in turn to the rest, nothing while it is mute. */
export class SimulatedPrinter {
  printer = 0x12;
  offline = 0x12;
  error = 0x12;
  paper = 0x12;
  isMute = false;
  /** Whether it knows GS ( H. */
  knowsProcess = true;
  /** What happens when the first text of a slip comes. */
  onPrint: () => void = () => {};
  /** Takes print data, and works on none of it. */
  isStopped = false;
  /** Slips that were cut off, as text. */
  readonly slips: string[] = [];
  /** Commands that came, as their first two bytes in hexadecimal digits. */
  readonly commands: string[] = [];
  #input: number[] = [];
  #waiting: number[][] = [];
  #text: number[] = [];

  link(): MemoryLink {
    return memoryLink((bytes, link) => this.push(bytes, (answer) => link.receive(answer)));
  }

  push(bytes: Uint8Array, say: (bytes: Uint8Array) => void): void {
    this.#input.push(...bytes);
    for (let command = this.#next(); command !== null; command = this.#next()) {
      if (command[0] === DLE) this.#answerNow(command, say);
      else this.#waiting.push(command);
      while (!this.isStopped && this.#waiting.length > 0) this.#work(this.#waiting.shift() ?? [], say);
    }
  }

  /** The next whole command or sign of text. */
  #next(): number[] | null {
    const [first] = this.#input;
    if (first === undefined) return null;
    if (![ESC, GS, FS, DLE].includes(first)) return this.#input.splice(0, 1);
    if (this.#input.length < 2) return null;
    const length = LENGTHS.get(String(this.#input.slice(0, 2))) ?? 1;
    return this.#input.length < length ? null : this.#input.splice(0, length);
  }

  #say(say: (bytes: Uint8Array) => void, ...bytes: number[]): void {
    if (!this.isMute) say(Uint8Array.from(bytes));
  }

  #answerNow(command: readonly number[], say: (bytes: Uint8Array) => void): void {
    const [, kind, n = 1] = command;
    this.#note(command);
    if (kind === 0x04) {
      this.#say(say, [this.printer, this.offline, this.error, this.paper][n - 1] ?? 0);
    }
    if (kind !== 0x14) return;
    this.#waiting = [];
    this.#text = [];
  }

  #work(command: readonly number[], say: (bytes: Uint8Array) => void): void {
    const head = String(command.slice(0, 2));
    if (command.length === 1) {
      if (this.#text.length === 0) this.onPrint();
      if (this.isStopped) this.#waiting.unshift([...command]);
      else this.#text.push(...command);
      return;
    }
    this.#note(command);
    if (head === String([GS, 0x72])) this.#say(say, (this.paper & 0x0c) === 0 ? 0 : 3);
    if (head === String([GS, 0x28]) && this.knowsProcess) {
      this.#say(say, 0x37, 0x22, ...command.slice(7), 0);
    }
    if (head !== String([GS, 0x56])) return;
    this.slips.push(iconv.decode(Buffer.from(this.#text), 'gb18030'));
    this.#text = [];
  }

  #note(command: readonly number[]): void {
    this.commands.push(Buffer.from(command.slice(0, 2)).toString('hex'));
  }
}

import type { IdCard } from '@haizhu/shared/identity/id-card';
import { encodeIdCardBlock } from '@haizhu/shared/identity/id-card-block';
import { type MemoryLink, memoryLink } from './memory-link.fixture.ts';
import { SAM_COMMANDS, type SamCommand, SamFrames, samResponse } from './sam-codec.ts';

/** A SAM module on a stream: answers frames as the norm says, in pieces, from the state a test gives it. */
export class SimulatedSamModule {
  card: IdCard | null = null;
  /** SW3 of the status answer. */
  health = 0x90;
  /** So many reads fail before one succeeds. */
  badReads = 0;
  /** Does not answer at all. */
  isMute = false;
  readonly asked: SamCommand[] = [];
  readonly #frames = new SamFrames();
  #selected = false;

  link(): MemoryLink {
    return memoryLink((bytes, link) => {
      for (const token of this.#frames.push(bytes)) {
        const answer = this.isMute || token.is === 'broken' ? null : this.#answer(token.body);
        if (answer === null) continue;
        const middle = Math.floor(answer.length / 2);
        link.receive(answer.subarray(0, middle));
        link.receive(answer.subarray(middle));
      }
    });
  }

  #answer(body: Uint8Array): Uint8Array | null {
    const names = Object.keys(SAM_COMMANDS) as SamCommand[];
    const name = names.find((key) => SAM_COMMANDS[key].every((byte, at) => body[at] === byte));
    if (name === undefined) return samResponse(0x21);
    this.asked.push(name);
    switch (name) {
      case 'reset':
        this.#selected = false;
        return samResponse(0x90);
      case 'status':
        return samResponse(this.health);
      case 'find':
        return this.card === null ? samResponse(0x80) : samResponse(0x9f, new Uint8Array(4));
      case 'select':
        this.#selected = this.card !== null;
        return this.#selected ? samResponse(0x90, new Uint8Array(8)) : samResponse(0x81);
      case 'readBase':
        return this.#read();
    }
  }

  #read(): Uint8Array {
    if (!this.#selected || this.card === null) return samResponse(0x41);
    if (this.badReads > 0) {
      this.badReads -= 1;
      return samResponse(0x41);
    }
    this.#selected = false;
    return samResponse(
      0x90,
      Uint8Array.from([1, 0, 4, 0, ...encodeIdCardBlock(this.card), ...new Uint8Array(1024)]),
    );
  }
}

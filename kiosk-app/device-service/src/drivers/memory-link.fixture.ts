import type { ByteLink } from './byte-link.ts';

/** A link to a device that a test plays: `answer` is given each write and says what comes back. */
export interface MemoryLink extends ByteLink {
  /** Bytes from the device. */
  receive(bytes: Uint8Array): void;
  /** The cable comes out. */
  cut(): void;
  readonly written: Uint8Array[];
}

export function memoryLink(answer: (bytes: Uint8Array, link: MemoryLink) => void): MemoryLink {
  const data = new Set<(bytes: Uint8Array) => void>();
  const closed = new Set<() => void>();
  let isOpen = true;
  const link: MemoryLink = {
    written: [],
    async write(bytes) {
      if (!isOpen) return false;
      link.written.push(Uint8Array.from(bytes));
      answer(bytes, link);
      return true;
    },
    receive(bytes) {
      // As a real line: never within the call that wrote.
      queueMicrotask(() => {
        if (isOpen) for (const listener of data) listener(bytes);
      });
    },
    cut() {
      if (!isOpen) return;
      isOpen = false;
      for (const listener of closed) listener();
    },
    onData: (listener) => void data.add(listener),
    onClosed(listener) {
      if (isOpen) closed.add(listener);
      else queueMicrotask(listener);
    },
    close: () => link.cut(),
  };
  return link;
}

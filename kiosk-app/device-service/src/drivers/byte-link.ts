import type { Attachment } from '../attachment.ts';
import { attachFile } from './file-link.ts';
import { attachSerial } from './serial-link.ts';
import { attachTcp } from './tcp-link.ts';

/** A stream of bytes to a device and back. It ends once, for whatever reason, and never opens again. */
export interface ByteLink {
  /** True once the bytes are handed to the line, false where the link ended before. Never rejects. */
  write(bytes: Uint8Array): Promise<boolean>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once when the link has ended, also where it had ended before. */
  onClosed(listener: () => void): void;
  close(): void;
}

/** Opens a link. Rejects when the device cannot be reached. */
export function attach(to: Attachment): Promise<ByteLink> {
  switch (to.kind) {
    case 'tcp':
      return attachTcp(to.host, to.port);
    case 'serial':
      return attachSerial(to.path, to.settings);
    case 'file':
      return attachFile(to.path);
  }
}

import type { ServerSide } from './simulated-network.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A server that a model run can hurt. The oracle is one; the real ingest on a real database is another. */
export interface ModelServer extends ServerSide {
  /** Makes an epoch known, as an enrolment does. */
  enrol(epoch: number): Promise<void> | void;
  /** Dies now: what is committed stays, everything else is gone. */
  kill(): Promise<void> | void;
  restart(): Promise<void> | void;
  backUp(): Promise<void> | void;
  /** Goes back to the last backup, or does nothing without one. */
  restoreBackup(): Promise<void> | void;
  /** The texts it holds of an epoch, in order. */
  texts(epoch: number): Promise<readonly string[]> | readonly string[];
  /** Other contents that were offered for places it has, each once, as `epoch/seq/digest`. */
  conflicts(): Promise<readonly string[]> | readonly string[];
  /** Proof of the kiosk's key, where the server looks at it. */
  sign?(text: string): Promise<string>;
  /** Refuses the next `count` pushes as a server in trouble does; 0 ends the trouble. */
  trouble(error: 'slow-down' | 'internal', count: number): void;
  close(): Promise<void> | void;
}

export type MakeServer = (time: VirtualTime) => ModelServer | Promise<ModelServer>;

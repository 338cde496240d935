import type { WorkLimits } from '@haizhu/shared/sync/work-limits';

/** What the browser tells of its storage. */
export interface Space {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** What decides, besides the link, whether this kiosk may take new work. */
export interface WorkGauge {
  /** Kiosk clock minus server clock as an earlier run measured it, ms; null where none did. */
  readonly knownClockErrorMs: number | null;
  /** Tells the limits that the server told last, in this run or an earlier one, at once and at each change. */
  watchLimits(listener: (limits: WorkLimits) => void): () => void;
  /** Tells at once and at each change whether all that waits to be sent is kept twice. */
  watchCopies(listener: (isWhole: boolean) => void): () => void;
  /** Null where the browser does not tell. May reject; then nothing new is known. */
  space(): Promise<Space | null>;
  /** Tries whether the disk takes something larger than any entry. Never rejects. */
  takes(): Promise<boolean>;
}

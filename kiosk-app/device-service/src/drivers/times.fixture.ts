import type { EscposTimes } from './escpos-printer.ts';
import type { SamTimes } from './sam-id-reader.ts';

/** The drivers' times, a tenth and less: each part in its proportion. */
const KEPT = { healthMs: 20, retryMs: 10, graceMs: 150 } as const;
const SHORT = { firstMs: 40, gapMs: 30, wholeMs: 120 } as const;

export const SAM_TIMES: SamTimes = {
  ...KEPT,
  findMs: 5,
  patience: { short: SHORT, read: { firstMs: 60, gapMs: 30, wholeMs: 2000 } },
};

export const ESCPOS_TIMES: EscposTimes = {
  ...KEPT,
  patience: { idle: SHORT, printing: SHORT, pollMs: 10, printMs: 600 },
};

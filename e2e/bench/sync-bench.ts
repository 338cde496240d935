import { drainBench } from './drain-bench.ts';
import { fleetBench } from './fleet-bench.ts';
import { growthBench } from './growth-bench.ts';

export interface SyncBenchOptions {
  /** The largest sizes; otherwise those that take a few minutes. */
  readonly full: boolean;
  readonly only: string | null;
}

type Bench = (say: (line: string) => void, full: boolean) => Promise<Record<string, number>>;

const BENCHES: Readonly<Record<string, Bench>> = {
  drain: drainBench,
  fleet: fleetBench,
  growth: growthBench,
};

/** Everything about bringing entries into the ledger. */
export async function syncBench(
  say: (line: string) => void,
  { full, only }: SyncBenchOptions,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (only === null || only === name) Object.assign(figures, await bench(say, full));
  }
  return figures;
}

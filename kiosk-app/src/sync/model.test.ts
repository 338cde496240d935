import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSettings, runCommands } from './testing/model.ts';
import { stepsArbitrary } from './testing/model-commands.ts';
import { OracleServer } from './testing/oracle-server.ts';

/**
 * Kiosk, network and server under anything that can happen, against the simplest server there is. The same commands
 * run against the real ingest on real databases in e2e/model.
 *   MODEL_RUNS=10000 MODEL_COMMANDS=300 MODEL_SEED=1 MODEL_PATH=0 npx vitest run src/sync/model.test.ts
 */
const { runs, commands, seed, path } = modelSettings({ runs: 1000, commands: 100 });

test(`whatever happens in ${commands} steps, after healing all is there once and nothing waits`, async () => {
  await fc.assert(
    fc.asyncProperty(stepsArbitrary(commands), fc.nat(), async (steps, jitter) => {
      const outcome = await runCommands(
        (time) => new OracleServer(() => time.now(), { batchEntries: 7, window: 4 }),
        steps,
        jitter,
      );
      expect(outcome.refusal).toBeNull();
      expect(outcome.online).toBe(true);
      expect(outcome.lost).toEqual([]);
      expect(outcome.doubled).toEqual([]);
      expect(outcome.conflicts).toEqual([...outcome.offered, ...outcome.broken].sort());
      expect(outcome.mostWriters).toBe(1);
      expect(outcome.queued).toBe(0);
      for (const { written, held } of outcome.journals) expect(held).toEqual(written);
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) },
  );
}, 600_000);

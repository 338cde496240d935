import { modelSettings, runCommands } from '@haizhu/kiosk-app/sync/testing/model';
import { stepsArbitrary } from '@haizhu/kiosk-app/sync/testing/model-commands';
import { ENGINES, openTestEngine, type TestEngine } from '@haizhu/sync-server/testing/test-engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LedgerServer } from './ledger-server.ts';

/**
 * The kiosk's own code and the server's own code on a real database, under anything that can happen between them.
 * A failure prints its seed and path, of which the first number says which run it was:
 *   MODEL_RUNS=1 MODEL_SEED=… MODEL_PATH=… npx vitest run model
 */
describe.each(ENGINES)('kiosk, network and ledger on %s', (engine) => {
  const { runs, commands, seed, path } = modelSettings({ runs: 1000, commands: 100 });
  let db: TestEngine;
  beforeAll(async () => {
    db = await openTestEngine(engine);
  });
  afterAll(() => db.close());

  test(`whatever happens in ${commands} steps, ${runs} times: nothing lost, nothing double, nothing waits`, async () => {
    await fc.assert(
      fc.asyncProperty(stepsArbitrary(commands), fc.nat(), async (steps, jitter) => {
        let server: LedgerServer | undefined;
        const outcome = await runCommands(
          async (time) => {
            server = await LedgerServer.open(db.store, time);
            return server;
          },
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
        const heard = server?.incidents.some((i) => i.name === 'entry-conflict') ?? false;
        if (outcome.conflicts.length > 0) expect(heard).toBe(true);
      }),
      { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) },
    );
  }, 1_200_000);
});

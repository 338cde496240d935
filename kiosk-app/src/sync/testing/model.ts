import type { Command } from './model-commands.ts';
import type { MakeServer } from './model-server.ts';
import { type Outcome, World } from './model-world.ts';

/** Runs the commands, heals everything, and tells what came of it. */
export async function runCommands(
  makeServer: MakeServer,
  commands: readonly Command[],
  randomSeed: number,
): Promise<Outcome> {
  // Mulberry32: jitter must be the same when a run is repeated.
  let a = randomSeed >>> 0;
  const random = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const world = await World.open(makeServer, random);
  for (const command of commands) await world.run(command);
  return world.healAndFinish();
}

/** Runs, length and seed of a model run from the environment, so that a failure is one command away. */
export function modelSettings(defaults: { runs: number; commands: number }): {
  runs: number;
  commands: number;
  seed: number | undefined;
  path: string | undefined;
} {
  const { MODEL_RUNS, MODEL_COMMANDS, MODEL_SEED, MODEL_PATH } = process.env;
  return {
    runs: Number(MODEL_RUNS ?? defaults.runs),
    commands: Number(MODEL_COMMANDS ?? defaults.commands),
    seed: MODEL_SEED === undefined ? undefined : Number(MODEL_SEED),
    // Of a shrunk path the first number, which run it was: the rest is not replayed where steps were taken out.
    path: MODEL_PATH?.split(':')[0],
  };
}

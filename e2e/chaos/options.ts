import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Real Chromium kiosks and simulated ones. */
  readonly browsers: number;
  readonly nodes: number;
  /** `postgres`: two servers on one database, which is disturbed as well, and kiosks that move between them. */
  readonly database: 'sqlite' | 'postgres';
  /** No new round begins after this, ms. */
  readonly withinMs: number;
}

/** Kills of the server in each round; each Chromium kiosk and one simulated kiosk are killed at least once. */
export const SERVER_KILLS = 2;

/** Reads the command line; the error says what is wrong. */
export function readOptions(args: readonly string[]): ChaosOptions | { readonly error: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string' },
        seed: { type: 'string' },
        browsers: { type: 'string', default: '2' },
        nodes: { type: 'string', default: '3' },
        minutes: { type: 'string' },
        database: { type: 'string', default: 'sqlite' },
        short: { type: 'boolean', default: false },
      },
    });
    const whole = (name: string, text: string, least: number): number => {
      const value = Number(text);
      if (!Number.isInteger(value) || value < least)
        throw new Error(`--${name} ${text}: give a whole number from ${least}`);
      return value;
    };
    const { database } = values;
    if (database !== 'sqlite' && database !== 'postgres')
      throw new Error(`--database ${database}: give sqlite or postgres`);
    const rounds = whole('rounds', values.rounds ?? (values.short ? '3' : '10'), 1);
    return {
      rounds,
      database,
      seed: whole('seed', values.seed ?? String(Date.now() % 2 ** 31), 0),
      browsers: whole('browsers', values.browsers, 1),
      nodes: whole('nodes', values.nodes, 0),
      withinMs:
        60_000 * whole('minutes', values.minutes ?? (values.short ? '1' : String(Math.max(2, rounds))), 1),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

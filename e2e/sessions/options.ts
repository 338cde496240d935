import { parseArgs } from 'node:util';

export interface SessionsOptions {
  readonly count: number;
  readonly seed: number;
  /** Only the kiosk of this visit is run, up to it, and everything that happened is told. */
  readonly visit: number | null;
  /** Failures of one kind that are told with their happenings. */
  readonly tell: number;
}

/** Reads the command line; the error says what is wrong. */
export function readOptions(args: readonly string[]): SessionsOptions | { readonly error: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        visit: { type: 'string' },
        tell: { type: 'string', default: '2' },
        short: { type: 'boolean', default: false },
      },
    });
    const whole = (name: string, text: string, least: number): number => {
      const value = Number(text);
      if (!Number.isInteger(value) || value < least)
        throw new Error(`--${name} ${text}: give a whole number from ${least}`);
      return value;
    };
    return {
      count: whole('count', values.count ?? (values.short ? '400' : '10000'), 1),
      // The short form brings the same visits each time: what turns it red is the change that it is run for.
      seed: whole('seed', values.seed ?? (values.short ? '7' : String(Date.now() % 2 ** 31)), 0),
      visit: values.visit === undefined ? null : whole('visit', values.visit, 1),
      tell: whole('tell', values.tell, 0),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

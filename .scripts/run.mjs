// Runs pnpm with the given words after making sure that the packages are there: `node .scripts/run.mjs -r check`.
import { ensureInstalled, pnpm } from './lib.mjs';

ensureInstalled();
process.exit(pnpm(process.argv.slice(2)) ? 0 : 1);

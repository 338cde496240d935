import { join } from 'node:path';
import { build } from 'vite';

/** Builds a page of this folder that is in no production build; the folder of the result. */
export async function buildPage(root: string): Promise<string> {
  const outDir = join(root, 'dist');
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      modulePreload: { polyfill: false },
      // One file: nothing is fetched later, when the network is disturbed. A kiosk has its files in its cache.
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  return outDir;
}

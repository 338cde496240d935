import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type PreviewServer, preview } from 'vite';
import { freePort } from './processes.ts';

const KIOSK = join(import.meta.dirname, '../../kiosk-app');

/** The page of all single screens, built and served; it is in no build of the product. */
export async function openStoryPage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'haizhu-stories-'));
  const base = { root: KIOSK, configFile: false, base: '/', logLevel: 'error' } as const;
  await build({
    ...base,
    define: { __SOFTWARE__: '"story"', __BUILT_AT__: '0' },
    build: { outDir, emptyOutDir: false, rolldownOptions: { input: join(KIOSK, 'story.html') } },
  });
  const server: PreviewServer = await preview({
    ...base,
    build: { outDir },
    preview: { host: '127.0.0.1', port: await freePort(20_700, 20_729), strictPort: true },
  });
  return {
    url: `${server.resolvedUrls?.local[0] ?? ''}story.html`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

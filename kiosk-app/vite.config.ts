import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** When this is built, ms since 1970 UTC: a kiosk's clock that says less is wrong. As given where builds are to be equal. */
const builtAt = Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000 || Date.now();

/** The citizen's page. `story.html` is for looking at single screens while developing; it is in no build. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/kiosk/',
  define: { __SOFTWARE__: JSON.stringify(version), __BUILT_AT__: JSON.stringify(builtAt) },
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The page registers it itself, and decides when a new one may take over.
      injectRegister: false,
      registerType: 'prompt',
      manifest: {
        name: '自助办证机',
        short_name: '办证机',
        lang: 'zh-CN',
        display: 'fullscreen',
        orientation: 'any',
        start_url: '/kiosk/',
        scope: '/kiosk/',
        background_color: '#f6f3ec',
        theme_color: '#0a47ab',
        icons: [{ src: '/kiosk/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,webmanifest}'] },
    }),
  ],
  build: {
    outDir: fileURLToPath(new URL('./dist/kiosk', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
  },
});

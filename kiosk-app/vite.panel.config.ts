import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The fault panel: a page of its own, served by the device service while it simulates. */
export default defineConfig({
  root: fileURLToPath(new URL('./device-service/panel', import.meta.url)),
  base: '/panel/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('./dist/panel', import.meta.url)),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
});

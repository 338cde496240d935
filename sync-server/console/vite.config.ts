import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The console is served by the sync server under /console/, from dist/console. */
export default defineConfig({
  root: folder('.'),
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: folder('../dist/console'),
    emptyOutDir: true,
    target: 'chrome120',
    // The polyfill and inlined assets would need rules that the content security policy does not give.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /[\\/](echarts|zrender)[\\/]/ },
            { name: 'widgets', test: /[\\/](antd|@ant-design|@rc-component|dayjs)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 20390,
    proxy: {
      '/api': { target: 'http://127.0.0.1:8080' },
      '/socket.io': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
});

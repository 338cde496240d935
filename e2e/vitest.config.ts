import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'spec/**/*.test.ts',
      'model/**/*.test.ts',
      'support/**/*.test.ts',
      'chaos/**/*.test.ts',
      'sessions/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    environment: 'node',
    globalSetup: ['@haizhu/sync-server/testing/postgres-setup'],
    hookTimeout: 60_000,
  },
});

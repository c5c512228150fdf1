// Component and unit tests. They never see the real bridge: `#core` is the FakeCore.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const json = process.env['VITEST_JSON'];

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { '#core': fileURLToPath(new URL('./src/ipc/fake/core.ts', import.meta.url)) },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    setupFiles: ['./tests/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    retry: 0,
    testTimeout: 20_000,
    // Files share one page per worker (each test leaves it clean): half the time of a page each.
    isolate: false,
    pool: 'threads',
    reporters: json === undefined ? ['default'] : ['default', 'json'],
    ...(json === undefined ? {} : { outputFile: { json } }),
  },
});

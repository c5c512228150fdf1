// Builds the window's page. Mode `gallery` swaps the bridge for the FakeCore and writes outside
// dist; no other mode can contain it. `assetsInlineLimit: 0` because the page's content security
// policy takes no data: fonts or scripts.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ipc: http://ipc.localhost",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  resolve: {
    alias: { '#core': at(mode === 'gallery' ? './src/ipc/fake/core.ts' : './src/ipc/tauri.ts') },
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  preview: { headers: { 'Content-Security-Policy': policy } },
  build: {
    target: ['safari16.4', 'chrome111'],
    outDir: mode === 'gallery' ? 'node_modules/.gallery' : 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
}));

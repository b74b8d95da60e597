import { defineConfig } from 'vitest/config';

/** Builds into the package that serves the page; names below `assets/` change with what is in them. */
export default defineConfig({
  base: './',
  build: {
    outDir: '../service/console/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
    license: { fileName: 'licences.md' },
  },
  server: { proxy: { '^/(?!console/|src/|node_modules/|@)': 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.ts'] },
});

import { defineConfig } from 'vitest/config';

// The gateway serves wwwroot: index.html for /s/* and /signin, everything else by its hashed name.
export default defineConfig({
  build: {
    outDir: '../Gateway/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // no data: addresses, so that the content security policy can stay strict
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
  },
  test: { include: ['src/**/*.test.ts'] },
});

import { defineConfig } from 'vitest/config'

// With ONTOGROUND_TEST_DIST=1 the same tests run against the build output: what users install.
const againstDist = process.env['ONTOGROUND_TEST_DIST'] === '1'

export default defineConfig({
  resolve: {
    alias: againstDist ? [{ find: /^((?:\.\.\/)+)src\/(.*)\.ts$/, replacement: '$1dist/$2.js' }] : [],
  },
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})

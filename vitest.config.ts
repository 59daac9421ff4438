import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// With ONTOGROUND_TEST_DIST=1 the same tests run against the build output: what users install.
const againstDist = process.env['ONTOGROUND_TEST_DIST'] === '1'

// What the compiler does to all modules alike needs no second look; how they find their files, threads and processes does.
const OF_DIST = ['api', 'contract', 'cli', 'download', 'e2e', 'encoder', 'models', 'pipeline']

export default defineConfig({
  resolve: {
    alias: againstDist ? [{ find: /^((?:\.\.\/)+)src\/(.*)\.ts$/, replacement: '$1dist/$2.js' }] : [],
  },
  test: {
    include: againstDist
      ? OF_DIST.map((name) => `test/${name}{.test.ts,/**/*.test.ts}`)
      : ['test/**/*.test.ts'],
    // Many tests wait for disks and processes: also of two cores both are used.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const report = process.env.HUNTLET_TEST_REPORT

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      TZ: 'UTC',
      // Threads and processes of the tests read TypeScript. Without a cache each of them would first compile the stripper of types,
      // a large WebAssembly module, and V8 now and then ends a process in which many do so (`jit_page.has_value()`).
      NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'node_modules/.cache/huntlet-tests'),
    },
    maxWorkers: 2,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})

import { generateDemo } from '../../../src/providers/demo/generate-demo.ts'
import type { Row } from '../../../src/providers/demo/log.ts'

/** The demo's rows by table, made once for a test file. */
export function demoRows(): ReadonlyMap<string, readonly Row[]> {
  return new Map(Array.from(generateDemo(), ({ table, rows }) => [table, [...rows]]))
}

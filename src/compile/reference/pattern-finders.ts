import type { OperatorRow } from '../row.ts'

/** Operators and plug-ins that find patterns, and `scan`. */
export const patternRows: readonly OperatorRow[] = []

import type { OperatorRow } from '../row.ts'

/** Tabular operators. */
export const operatorRows: readonly OperatorRow[] = []

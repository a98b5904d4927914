import type { OperatorRow } from '../row.ts'

/** Plug-ins of `evaluate` over columns, users and times. */
export const plugInRows: readonly OperatorRow[] = []

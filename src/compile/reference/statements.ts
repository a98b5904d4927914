import type { OperatorRow } from '../row.ts'

/** Statements, and operators that read or give several tables. */
export const statementRows: readonly OperatorRow[] = []

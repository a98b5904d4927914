import type { OperatorRow } from '../row.ts'

type Definition = Omit<OperatorRow, 'kind' | 'parity'> & { readonly parity?: OperatorRow['parity'] }

/** A row of a kind; parity is exact where nothing else is said. */
function rowOf(kind: OperatorRow['kind']): (row: Definition) => OperatorRow {
  return (row) => ({ kind, parity: 'exact', ...row })
}

export const operator = rowOf('operator')
export const plugIn = rowOf('plug-in')
export const statement = rowOf('statement')
export const scalarOperator = rowOf('scalar operator')
export const rowFunction = rowOf('row function')

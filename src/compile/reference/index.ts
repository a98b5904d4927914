import type { OperatorRow } from '../row.ts'
import { groupingRows } from './grouping-operators.ts'
import { operatorRows } from './operators.ts'
import { patternRows } from './pattern-plug-ins.ts'
import { plugInRows } from './plug-ins.ts'
import { rowFunctionRows } from './row-functions.ts'
import { scalarOperatorRows } from './scalar-operators.ts'
import { statementRows } from './statements.ts'
import { tableRows } from './table-operators.ts'

/** Every operator, plug-in and statement that is answered here, as the reference page and `huntlet kql` show it. */
export const reference: readonly OperatorRow[] = [
  ...operatorRows,
  ...groupingRows,
  ...tableRows,
  ...plugInRows,
  ...patternRows,
  ...statementRows,
  ...scalarOperatorRows,
  ...rowFunctionRows,
]

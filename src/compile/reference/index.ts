import type { OperatorRow } from '../row.ts'
import { operatorRows } from './operators.ts'
import { patternRows } from './pattern-finders.ts'
import { plugInRows } from './plug-ins.ts'
import { rowFunctionRows } from './row-functions.ts'
import { scalarOperatorRows } from './scalar-operators.ts'
import { statementRows } from './statements.ts'

/** Every operator, plug-in and statement that is answered here, as the reference page and `huntlet kql` show it. */
export const reference: readonly OperatorRow[] = [
  ...operatorRows,
  ...plugInRows,
  ...patternRows,
  ...statementRows,
  ...scalarOperatorRows,
  ...rowFunctionRows,
]

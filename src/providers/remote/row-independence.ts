import { expressionsOf, inputsOf, walkExpressions } from '../../compile/tree-walk.ts'
import type { Expression, Tabular } from '../../kql/tree.ts'

/** The column of time of a table; undefined where it has none. */
export type TimeOf = (table: string) => string | undefined

/** Functions of the rows around. */
const overRows = /^(?:prev|next|row_\w+)$/

/** Functions that give something else each time. */
const chances = /^(?:rand|new_guid)$/

/** What an operator's expressions hold that depends on other rows, in words. */
export function expressionFault(table: Tabular, timeOf: TimeOf): string | undefined {
  let fault: string | undefined
  for (const expression of expressionsOf(table)) {
    walkExpressions(expression, (part) => {
      if (part.kind === 'call' && overRows.test(part.name)) fault ??= `\`${part.name}\` looks at the rows around`
      const inner = tableIn(part)
      if (inner && !isConstant(inner, timeOf)) fault ??= 'an expression reads a table'
      if (inner && isByChance(inner)) fault ??= 'an expression reads what chance gives'
    })
  }
  return fault
}

/** The table that an expression reads, if any. */
export function tableIn(expression: Expression): Tabular | undefined {
  if (expression.kind === 'scalar-query' || expression.kind === 'in-table') return expression.table
  const isList = expression.kind === 'has-any' || expression.kind === 'has-all'
  return isList && 'kind' in expression.items ? expression.items : undefined
}

/** It may give other rows each time it is asked, though it has no time. */
export function isByChance(table: Tabular): boolean {
  if (table.kind === 'let-table') return isByChance(table.table)
  return table.kind === 'take' || inputsOf(table).some(isByChance) || usesChance(table)
}

/** Whether the operator itself, whatever it reads, does something else each time. */
export function usesChance(table: Tabular): boolean {
  let found = false
  for (const expression of expressionsOf(table)) {
    walkExpressions(expression, (part) => {
      const inner = tableIn(part)
      if ((part.kind === 'call' && chances.test(part.name)) || (inner && isByChance(inner))) found = true
    })
  }
  return found
}

/** Whether a table asks what a service knows of a record besides its columns: rows that come from elsewhere have nothing of it. */
export function asksOfRecords(table: Tabular): boolean {
  if (table.kind === 'let-table') return asksOfRecords(table.table)
  let found = false
  for (const expression of expressionsOf(table)) {
    walkExpressions(expression, (part) => {
      if (part.kind === 'call' && part.name === 'ingestion_time') found = true
    })
  }
  return found || [...inputsOf(table), ...tablesIn(table)].some(asksOfRecords)
}

/** Nothing below it has a time. */
export function isConstant(table: Tabular, timeOf: TimeOf): boolean {
  if (table.kind === 'table') return table.missing || timeOf(table.name) === undefined
  if (table.kind === 'let-table') return isConstant(table.table, timeOf)
  let isSame = inputsOf(table).every((each) => isConstant(each, timeOf))
  for (const expression of expressionsOf(table)) {
    walkExpressions(expression, (part) => {
      const inner = tableIn(part)
      if (inner && !isConstant(inner, timeOf)) isSame = false
    })
  }
  return isSame
}

/** The tables that an operator's expressions read. */
export function tablesIn(step: Tabular): Tabular[] {
  const found: Tabular[] = []
  for (const expression of expressionsOf(step)) {
    walkExpressions(expression, (part) => {
      const inner = tableIn(part)
      if (inner) found.push(inner)
    })
  }
  return found
}

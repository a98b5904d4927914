import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, type Node } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'

export function dataTable(node: Node<'DataTableExpression'>, _: undefined, scope: Scope): Tabular {
  const columns = resultColumns(node)
  const values = elements(node.Values).map((value) => expression(value, scope))
  const rows: Expression[][] = []
  for (let at = 0; at < values.length; at += Math.max(1, columns.length))
    rows.push(values.slice(at, at + columns.length))
  if (rows.at(-1) && rows.at(-1)!.length !== columns.length) {
    return refuse('KQL005', scope.spanOf(node), { what: 'The last row of the datatable is not complete.' })
  }
  return { kind: 'datatable', rows, columns, span: scope.spanOf(node) }
}

export function range(node: Node<'RangeOperator'>, _: undefined, scope: Scope): Tabular {
  if (resultColumns(node)[0]?.type === 'dynamic') {
    const what = '`range` goes from a number to a number, or from a time to a time.'
    return refuse('KQL006', scope.spanOf(node), { what })
  }
  return {
    kind: 'range',
    from: expression(node.From, scope),
    to: expression(node.To, scope),
    step: expression(node.Step, scope),
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

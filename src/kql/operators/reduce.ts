import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, type Node } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { Tabular } from '../tree.ts'

export function reduce(node: Node<'ReduceByOperator'>, input: Tabular, scope: Scope): Tabular {
  const kind = parametersOf(node).get('kind')
  // The documentation adds one column to the rows, the binder three.
  if (kind) return refuse('KQL102', scope.spanOf(kind), { what: `\`${kind.toString().trim()}\` of reduce` })
  let threshold = 0.1
  let characters = ''
  for (const parameter of elements(node.With?.Parameters)) {
    const value = expression(parameter.Expression, scope)
    const constant = value.kind === 'literal' ? value.value : null
    const name = parameter.Name.SimpleName.toLowerCase()
    if (name === 'threshold' && (typeof constant === 'number' || typeof constant === 'bigint')) {
      threshold = Number(constant)
    } else if (name === 'characters' && typeof constant === 'string') characters = constant
    else refuse('KQL102', scope.spanOf(parameter), { what: `\`${parameter.toString().trim()}\` of reduce` })
  }
  if (!(threshold >= 0 && threshold <= 1)) {
    refuse('KQL009', scope.spanOf(node.With!), { what: 'The threshold of `reduce` is a number from 0 to 1.' })
  }
  const text = expression(node.Expression, scope)
  return { kind: 'reduce', input, text, threshold, characters, columns: resultColumns(node), span: scope.spanOf(node) }
}

import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { type ColumnSymbol, elements, type Node } from '../syntax.ts'
import type { ParseKv, Tabular } from '../tree.ts'

export function parseKv(node: Node<'ParseKvOperator'>, input: Tabular, scope: Scope): Tabular {
  const keys = elements(node.Keys.Columns).map((key) => ({
    name: key.Name.SimpleName,
    type: typeOf((key.Name.ReferencedSymbol as ColumnSymbol | null)?.Type),
  }))
  const text = expression(node.Expression, scope)
  return {
    kind: 'parse-kv',
    input,
    text,
    keys,
    form: formOf(node, scope),
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

function formOf(node: Node<'ParseKvOperator'>, scope: Scope): ParseKv['form'] {
  const properties = new Map(
    elements(node.WithClause?.Properties).map((each) => [each.Name.SimpleName.toLowerCase(), each]),
  )
  const text = (name: string): string | undefined => {
    const value = properties.get(name)?.Expression
    if (!value) return undefined
    const constant = expression(value, scope)
    if (constant.kind === 'literal' && typeof constant.value === 'string') return constant.value
    return refuse('KQL009', scope.spanOf(value), { what: 'This must be a constant text.' })
  }
  const pattern = text('regex')
  if (pattern !== undefined) return { kind: 'regex', pattern }
  const pair = text('pair_delimiter')
  const keyValue = text('kv_delimiter')
  if (pair === undefined || keyValue === undefined) {
    return refuse('KQL102', scope.spanOf(node), {
      what: 'parse-kv without delimiters',
      hint: 'Write `with (pair_delimiter = "…", kv_delimiter = "…")`.',
    })
  }
  const escaping = text('escape')
  const greedy = properties.get('greedy')?.Expression.toString().trim().toLowerCase() === 'true'
  return {
    kind: 'delimiters',
    pair,
    keyValue,
    // `quote = '()'` opens with one and closes with the other.
    quotes: [...(text('quote') ?? '')],
    ...(escaping && { escape: escaping }),
    greedy,
  }
}

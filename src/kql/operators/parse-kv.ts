import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { type ColumnSymbol, elements, isNode, type Node } from '../syntax.ts'
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
    quotes: quotesOf(properties, text, scope),
    ...(escaping && { escape: escaping }),
    greedy,
  }
}

function quotesOf(
  properties: ReadonlyMap<string, Node<'NamedParameter'>>,
  text: (name: string) => string | undefined,
  scope: Scope,
): readonly string[] {
  const single = text('quote')
  if (single !== undefined) return [single]
  const value = properties.get('quotes')?.Expression
  if (!value) return []
  const list = expression(value, scope)
  const parsed: unknown = list.kind === 'dynamic' ? JSON.parse(list.json) : undefined
  if (Array.isArray(parsed) && parsed.every((each) => typeof each === 'string')) return parsed
  if (isNode(value, 'LiteralExpression')) return [text('quotes')!]
  return refuse('KQL009', scope.spanOf(value), { what: 'The quotes must be a constant.' })
}

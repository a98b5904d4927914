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
  const properties = elements(node.WithClause?.Properties)
  // `quote` and `escape` may be given more than once.
  const texts = (name: string): string[] =>
    properties
      .filter((each) => each.Name.SimpleName.toLowerCase() === name)
      .map(({ Expression: value }) => {
        const constant = expression(value, scope)
        if (constant.kind === 'literal' && typeof constant.value === 'string') return constant.value
        return refuse('KQL009', scope.spanOf(value), { what: 'This must be a constant text.' })
      })
  const [pattern] = texts('regex')
  if (pattern !== undefined) return { kind: 'regex', pattern }
  const [pair] = texts('pair_delimiter')
  const [keyValue] = texts('kv_delimiter')
  // `quote = '()'` opens with one and closes with the other.
  const quotes = texts('quote').map((quote) => [quote[0] ?? '', quote[1] ?? quote[0] ?? ''] as const)
  const signs = {
    quotes: quotes.filter(([open]) => open !== ''),
    escapes: texts('escape').filter((each) => each !== ''),
  }
  const isGreedy = properties.some(
    (each) =>
      each.Name.SimpleName.toLowerCase() === 'greedy' && each.Expression.toString().trim().toLowerCase() === 'true',
  )
  if (pair === undefined && keyValue === undefined && !isGreedy) return { kind: 'words', ...signs }
  if (pair === undefined || keyValue === undefined) {
    return refuse('KQL102', scope.spanOf(node), {
      what: 'parse-kv with one delimiter of two',
      hint: 'Write `with (pair_delimiter = "…", kv_delimiter = "…")`.',
    })
  }
  return { kind: 'delimiters', pair, keyValue, ...signs, greedy: isGreedy }
}

import { formatDatetime, formatTimespan } from '../lib/kql-time.ts'
import { readLiteral, readString } from './read-literal.ts'
import { refuse, type Scope, typeOf } from './scope.ts'
import { elements, isNode, type SyntaxNode } from './syntax.ts'

/**
 * The JSON text inside `dynamic(…)`. Numbers keep the digits they are written with; datetimes, timespans and guids become
 * the text Kusto prints for them.
 */
export function readDynamic(node: SyntaxNode, scope: Scope): string {
  if (isNode(node, 'JsonObjectExpression')) {
    const pairs = elements(node.Pairs).map((pair) => {
      const name = /^[hH]?@?["']/.test(pair.Name.Text) ? readString(pair.Name.Text) : pair.Name.Text
      return `${JSON.stringify(name)}:${readDynamic(pair.Value, scope)}`
    })
    return `{${pairs.join(',')}}`
  }
  if (isNode(node, 'JsonArrayExpression')) {
    return `[${elements(node.Values)
      .map((value) => readDynamic(value, scope))
      .join(',')}]`
  }
  if (isNode(node, 'DynamicExpression')) return readDynamic(node.Expression, scope)
  if (isNode(node, 'PrefixUnaryExpression') && node.Operator.Text === '-') {
    return `-${readDynamic(node.Expression, scope)}`
  }
  if (isNode(node, 'CompoundStringLiteralExpression')) {
    return JSON.stringify(
      elements(node.Tokens)
        .map((token) => readString(token.Text))
        .join(''),
    )
  }
  if (isNode(node, 'LiteralExpression')) return literalJson(node.Token.Text, node, scope)
  return refuse('KQL102', scope.spanOf(node), { what: `\`${node.toString().trim()}\` in a dynamic literal` })
}

function literalJson(written: string, node: SyntaxNode, scope: Scope): string {
  if (written === 'null') return 'null'
  const type = typeOf(node.ResultType)
  const value = type === 'dynamic' ? undefined : readLiteral(type, written)
  if (value === null) return 'null'
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return JSON.stringify(String(value))
    return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(written) ? written : jsonReal(value)
  }
  if (type === 'datetime' && typeof value === 'bigint') return JSON.stringify(formatDatetime(value))
  if (type === 'timespan' && typeof value === 'bigint') return JSON.stringify(formatTimespan(value))
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (type === 'decimal' && value !== undefined) return value
  if (typeof value === 'string') return JSON.stringify(value)
  return refuse('KQL102', scope.spanOf(node), { what: `\`${written}\` in a dynamic literal` })
}

function jsonReal(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value)
}

import type { ParseKv } from '../../kql/tree.ts'
import { call, cast, literal, type SqlExpression } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { lowerText } from '../expressions/json-path.ts'
import { scopeOf } from '../expressions/lower.ts'
import { constantPattern } from '../functions/regex.ts'
import { openFor } from '../open.ts'
import { refuse } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'

/** In JavaScript: a text, the form of its pairs and the keys wanted as JSON → their values as a JSON array, null for those not found. */
const parseKvUdf = 'kql_parse_kv'

/** `parse-kv`: the text is taken apart once, and the values of the keys named become columns. */
export function compileParseKv(parse: ParseKv, compilation: Compilation): Relation {
  const open = openFor(compilation.compile(parse.input), [parse.text], compilation)
  const scope = scopeOf(open.relation, compilation)
  const text = compilation.attempt(
    () => lowerText(open.expressions[0]!, scope).sql,
    () => literal(''),
  )
  const pairs =
    parse.form.kind === 'regex'
      ? matchedPairs(text, constantPattern({ constant: parse.form.pattern, span: parse.span }, { refuse }))
      : readPairs(text, parse, compilation)
  const relation = compilation.settle({
    ...open.relation,
    columns: [
      ...open.relation.columns,
      ...pairs.hidden.map((sql, index): RelationColumn => ({ name: `\0pairs ${index}`, type: 'dynamic', sql })),
    ],
  })
  const hidden = relation.columns.slice(open.relation.columns.length).map((one) => one.sql)
  const known = new Map<string, RelationColumn>(relation.columns.map((one) => [one.name, one]))
  parse.keys.forEach(({ name, type }, index) => {
    const value: TypedSql = {
      sql: call('coalesce', pairs.valueOf(hidden, name, index), literal('')),
      type: 'string',
      span: parse.span,
    }
    const sql = type === 'string' ? value.sql : emitContext({ type, span: parse.span }, scope).convert(value, type)
    known.set(name, { name, type, sql })
  })
  return { ...relation, columns: parse.columns.map(({ name }) => known.get(name)!) }
}

/** What is worked out once for a text, and how a key's value is read from it. */
interface Pairs {
  readonly hidden: readonly SqlExpression[]
  valueOf(hidden: readonly SqlExpression[], key: string, index: number): SqlExpression
}

function readPairs(text: SqlExpression, parse: ParseKv, compilation: Compilation): Pairs {
  compilation.udfs.add(parseKvUdf)
  const keys = parse.keys.map(({ name }) => name)
  return {
    hidden: [call(parseKvUdf, text, literal(JSON.stringify({ ...parse.form, keys })))],
    valueOf: ([values], _key, index) => call('json_extract_string', values!, literal(`$[${index}]`)),
  }
}

function matchedPairs(text: SqlExpression, pattern: string): Pairs {
  const groups = [1n, 2n].map((group) =>
    call('regexp_extract_all', text, literal(pattern), cast(literal(group), 'INTEGER')),
  )
  return {
    hidden: groups,
    valueOf: ([keys, values], key) => call('list_extract', values!, call('list_position', keys!, literal(key))),
  }
}

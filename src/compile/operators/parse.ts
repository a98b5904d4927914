import type { Parse } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, list, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { allOf } from '../select.ts'
import { parsePattern } from './parse-pattern.ts'

const textName = '\0text'
const capturesName = '\0captures'

/**
 * `parse` and `parse-where`: one pattern over the text, its captures the new columns. A row that does not match keeps its
 * place with nulls (empty texts), or is dropped by `parse-where`. In the simple form a capture that does not convert to
 * the type of its column is no match either; in the relaxed form it is null.
 */
export function compileParse(parse: Parse, compilation: Compilation): Relation {
  const { relation, captures, matched } = captured(parse, compilation)
  const scope = scopeOf(relation, compilation)
  const values = parsedColumns(parse).map(({ name, type }, index): RelationColumn => {
    const text = {
      sql: call('struct_extract', captures, literal(captureName(index))),
      type: 'string',
      span: parse.span,
    } as const
    return {
      name,
      type,
      sql: type === 'string' ? text.sql : emitContext({ type, span: parse.span }, scope).convert(text, type),
    }
  })
  const typed = values.filter(({ type }) => type !== 'string')
  const strict = parse.mode !== 'relaxed' && typed.length > 0
  if (!strict) return finished(parse, relation, values, matched)
  const settled = compilation.settle({
    ...relation,
    columns: [...relation.columns, ...values.map((value, index) => ({ ...value, name: `\0value ${index}` }))],
  })
  const found = new Map(settled.columns.map((one) => [one.name, one.sql]))
  const strictlyMatched = allOf([
    matched,
    ...values.flatMap(({ type }, index) =>
      type === 'string' ? [] : [sql`${found.get(`\0value ${index}`)!} IS NOT NULL`],
    ),
  ])
  const kept = values.map((value, index): RelationColumn => {
    const plain = found.get(`\0value ${index}`)!
    // Without a match there is no text: only with one can another column spoil it.
    const isAlone = typed.length === 1 && value.type !== 'string'
    return {
      ...value,
      sql: parse.filter || isAlone ? plain : caseWhen([[strictlyMatched, plain]], typedNull(value.type)),
    }
  })
  return finished(parse, settled, kept, strictlyMatched)
}

function parsedColumns(parse: Parse): readonly { name: string; type: KqlType }[] {
  return parse.pattern.flatMap((part) => (part.kind === 'column' ? [part.column] : []))
}

/** The input with the captures of the pattern as one column. */
function captured(
  parse: Parse,
  compilation: Compilation,
): { relation: Relation; captures: SqlExpression; matched: SqlExpression } {
  const open = openFor(compilation.compile(parse.input), [parse.text], compilation)
  const scope = scopeOf(open.relation, compilation)
  const text = lowerAs('string', open.expressions[0]!, scope)
  const pattern = parsePattern(parse)
  const names = pattern.groups.map((column, index) => (column === undefined ? `group${index}` : captureName(column)))
  const settled = compilation.settle({
    ...open.relation,
    columns: [
      ...open.relation.columns,
      {
        name: capturesName,
        type: 'dynamic',
        sql: call('regexp_extract', text, literal(pattern.pattern), list(names.map((name) => literal(name)))),
      },
      { name: textName, type: 'bool', sql: call('regexp_matches', text, literal(pattern.pattern)) },
    ],
  })
  const find = (name: string) => settled.columns.find((one) => one.name === name)!.sql
  return { relation: settled, captures: find(capturesName), matched: find(textName) }
}

function captureName(index: number): string {
  return `column${index}`
}

function finished(
  parse: Parse,
  relation: Relation,
  values: readonly RelationColumn[],
  matched: SqlExpression,
): Relation {
  const known = new Map([...relation.columns, ...values].map((one) => [one.name, one]))
  return {
    ...relation,
    columns: parse.columns.map(({ name }) => known.get(name)!),
    where: parse.filter ? [...relation.where, matched] : relation.where,
  }
}

import type { FindPatterns } from '../../kql/tree.ts'
import { call, caseWhen, cast, column, list, literal, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { condition } from '../expressions/condition.ts'
import { typedNull } from '../expressions/literal.ts'
import { scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import { openFor } from '../open.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { overClause } from './row-stages.ts'

const notices: Readonly<Record<FindPatterns['method'], string>> = {
  basket: 'basket: every row is counted; Azure takes a sample first, so that patterns near the threshold may differ',
  autocluster:
    'autocluster: patterns are chosen by the documented score (share of rows and number of values, as a weighted geometric mean) among all frequent ones; Azure’s own search, which is not published, may choose others',
  diffpatterns:
    'diffpatterns: of all frequent patterns those of the greatest difference are chosen that tell of different rows; Azure’s own choice, which is not published, may differ',
}

/**
 * `evaluate basket` and its kin. Values too rare to be in any pattern are taken out, so that few different rows are left; a
 * function of ours is given these with their weights and answers with the patterns, as places where their values stand.
 */
export function compileFindPatterns(find: FindPatterns, compilation: Compilation): Relation {
  const parts = [find.weight, find.split?.a, find.split?.b].filter((part) => part !== undefined)
  const open = openFor(compilation.compile(find.input), parts, compilation)
  if (open.relation.group)
    throw new Refusal(find.span, `\`${find.method}\` inside a query over groups is not supported`)
  compilation.notices.add(notices[find.method])
  compilation.udfs.add('kql_patterns')
  const weighed = weighedRows(find, open.relation, compilation)
  const combined = frequentRows(find, weighed, compilation)
  const answer = compilation.nextColumn()
  const places = combined.values.map(() => compilation.nextColumn())
  const inOrder = (name: string) => sql`list(${column(name)} ORDER BY ${column(combined.position)})`
  const { method, threshold, dimensions, sizeWeight } = find
  const found = compilation.addStep(
    {
      kind: 'select',
      columns: [
        {
          expression: call(
            'kql_patterns',
            literal(JSON.stringify({ method, threshold, dimensions, sizeWeight })),
            inOrder(combined.a),
            inOrder(combined.b),
            cast(list(combined.values.map(({ code }) => inOrder(code))), 'VARCHAR[][]'),
          ),
          name: answer,
        },
        ...combined.values.map(({ value }, index) => ({ expression: inOrder(value), name: places[index]! })),
      ],
      from: combined.from,
    },
    { materialized: true },
  )
  return answerColumns(find, found, answer, places, compilation)
}

/** The weight of a row in either set; without one it is no row. */
function weighedRows(find: FindPatterns, input: Relation, compilation: Compilation): Relation {
  const scope = scopeOf(input, compilation)
  const weight = find.weight ? lowerAs('real', find.weight, scope) : literal(1)
  const inSet = (set: 'a' | 'b') => {
    if (!find.split) return set === 'a' ? weight : literal(0)
    return caseWhen([[condition(find.split[set], scope), weight]], literal(0))
  }
  const weights = (['a', 'b'] as const).map(
    (set): RelationColumn => ({ name: `\0${set}`, type: 'real', sql: call('coalesce', inSet(set), literal(0)) }),
  )
  const made = compilation.settle({ ...input, columns: [...input.columns, ...weights] })
  const [a, b] = made.columns.slice(-2)
  return { ...made, where: [sql`${a!.sql} <> 0 OR ${b!.sql} <> 0`] }
}

interface Combined {
  readonly from: ReturnType<Compilation['addStep']>
  readonly position: string
  readonly a: string
  readonly b: string
  /** Of each column the values, and the same as text; both null where the value is rare. */
  readonly values: readonly { readonly value: string; readonly code: string }[]
}

/** The different rows that are left where rare values are null, the heaviest first. */
function frequentRows(find: FindPatterns, rows: Relation, compilation: Compilation): Combined {
  const [a, b] = ['\0a', '\0b'].map((name) => rows.columns.find((one) => one.name === name)!.sql) as [
    SqlExpression,
    SqlExpression,
  ]
  const known = new Map(rows.columns.map((one) => [one.name, one]))
  const codes = find.dimensionColumns.map(({ name }): RelationColumn => {
    const { sql: value } = known.get(name)!
    const share = (weight: SqlExpression) =>
      sql`sum(${weight}) OVER (PARTITION BY ${value}) >= ${literal(find.threshold)} * sum(${weight}) OVER ()`
    const isFrequent = find.split ? sql`${share(a)} OR ${share(b)}` : share(a)
    // A null is a value, too.
    const code = sql`coalesce('=' || CAST(${value} AS VARCHAR), '')`
    return { name: `\0code ${name}`, type: 'string', sql: caseWhen([[isFrequent, code]], literal(null)) }
  })
  const coded = compilation.settle({ ...rows, columns: [...rows.columns, ...codes] })
  const values = find.dimensionColumns.map(({ name }) => ({
    value: compilation.nextColumn(),
    code: compilation.nextColumn(),
    of: coded.columns.find((one) => one.name === name)!.sql,
    codeOf: coded.columns.find((one) => one.name === `\0code ${name}`)!.sql,
  }))
  const own = { a: compilation.nextColumn(), b: compilation.nextColumn() }
  const grouped = compilation.addStep({
    kind: 'select',
    columns: [
      ...values.flatMap(({ value, code, of, codeOf }) => [
        { expression: codeOf, name: code },
        { expression: call('any_value', of), name: value },
      ]),
      { expression: call('sum', coded.columns.find(({ name }) => name === '\0a')!.sql), name: own.a },
      { expression: call('sum', coded.columns.find(({ name }) => name === '\0b')!.sql), name: own.b },
    ],
    from: coded.from!,
    groupBy: values.length === 0 ? [literal(true)] : values.map(({ codeOf }) => codeOf),
  })
  const position = compilation.nextColumn()
  const names = [...values.flatMap(({ value, code }) => [value, code]), own.a, own.b]
  const order: OrderKey[] = [
    { expression: sql`${column(own.a)} + ${column(own.b)}`, direction: 'DESC', nulls: 'LAST' },
    ...values.map(({ code }): OrderKey => ({ expression: column(code), direction: 'ASC', nulls: 'LAST' })),
  ]
  const ordered = sql`row_number() ${overClause(order)}`
  const from = compilation.addStep({
    kind: 'select',
    columns: [...names.map((name) => ({ expression: column(name), name })), { expression: ordered, name: position }],
    from: grouped,
  })
  return { from, position, ...own, values }
}

function answerColumns(
  find: FindPatterns,
  found: ReturnType<Compilation['addStep']>,
  answer: string,
  places: readonly string[],
  compilation: Compilation,
): Relation {
  const listAt = (place: number) => sql`${column(answer)}[${literal(BigInt(place))}]`
  const measures = find.columns.slice(0, find.columns.length - inputCount(find))
  const unnested = measures.map((_, index) => ({
    name: compilation.nextColumn(),
    expression: call('unnest', listAt(index + 1)),
  }))
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const wildcardOf = (type: RelationColumn['type']): SqlExpression => {
    const wildcard = find.wildcards.get(type)
    return wildcard ? compilation.lower(wildcard, scope).sql : typedNull(type)
  }
  const dimensions = new Map(
    find.dimensionColumns.map(({ name, type }, index) => {
      const at = { name: compilation.nextColumn(), expression: call('unnest', listAt(measures.length + index + 1)) }
      unnested.push(at)
      return [name, { at: at.name, values: places[index]!, type }] as const
    }),
  )
  const step = compilation.addStep({
    kind: 'select',
    columns: [...unnested, ...places.map((name) => ({ expression: column(name), name }))],
    from: found,
  })
  const columns = find.columns.map((one, index): RelationColumn => {
    if (index < measures.length) {
      const value = column(unnested[index]!.name)
      return { ...one, sql: one.type === 'real' ? value : cast(call('round', value), 'BIGINT') }
    }
    const wildcard = wildcardOf(one.type)
    const dimension = dimensions.get(one.name)
    if (!dimension) return { ...one, sql: wildcard }
    const at = column(dimension.at)
    const value = sql`${column(dimension.values)}[${cast(at, 'BIGINT')}]`
    return { ...one, sql: caseWhen([[sql`${at} IS NULL`, wildcard]], value) }
  })
  const segment = column(unnested[0]!.name)
  const order = { keys: [{ expression: segment, direction: 'ASC', nulls: 'LAST' }], serialized: false } as const
  return compilation.settle({ columns, from: step, where: [], order })
}

/** The columns of the answer that are those of the input. */
function inputCount(find: FindPatterns): number {
  return find.columns.length - (find.method === 'diffpatterns' ? 6 : 3)
}

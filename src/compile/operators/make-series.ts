import type { MakeSeries } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, column, type FromItem, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { lower, type Scope, scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { selectFrom } from '../select.ts'
import { type SeriesAxis, seriesAxis } from './series-axis.ts'
import { withKeys } from './summarize.ts'

/** An aggregate of the series: its column in the binned step, and what stands where a bin has no rows. */
interface SeriesValue {
  readonly name: string
  readonly type: KqlType
  readonly own: string
  readonly expression: SqlExpression
  readonly filler: SqlExpression
}

/**
 * An array for each combination of the keys: the aggregate of each bin of the axis, the default where a bin has no rows.
 * Rows outside the bounds are not seen. Without bounds each series reaches from its first bin with rows to its last.
 */
export function compileMakeSeries(series: MakeSeries, compilation: Compilation): Relation {
  const open = openFor(
    compilation.compile(series.input),
    [
      series.axis.expression,
      ...series.by.map((key) => key.expression),
      ...series.aggregates.map((one) => one.expression),
    ],
    compilation,
  )
  const [axisExpression, ...rest] = open.expressions
  const axis = seriesAxis(series, axisExpression!, scopeOf(open.relation, compilation))
  if (series.nonEmpty && series.by.length > 0) {
    compilation.notices.add('make-series: `kind=nonempty` makes no series here where there are no rows and it has keys')
  }
  // The bin becomes a column first, so that the grouping can name it.
  const withBin = compilation.settle({
    ...open.relation,
    columns: [...open.relation.columns, { name: binName, type: 'long', sql: axis.bin }],
    where: [...open.relation.where, ...axis.where],
  })
  const { relation, keys } = withKeys(withBin, series.by, rest.slice(0, series.by.length), compilation)
  const scope = scopeOf(relation, compilation, { aggregates: true })
  const values = seriesValues(series, rest.slice(series.by.length), scope)
  const bin = compilation.nextColumn()
  // Inside a query over groups the group is one key more.
  const group: RelationColumn[] = relation.group ? [{ name: groupName, type: 'long', sql: relation.group }] : []
  const groups = [...keys, ...group].map((key) => ({ ...key, own: compilation.nextColumn() }))
  const binned = binnedRows(relation, bin, groups, values, compilation)
  const points = seriesPoints(series, axis, bin, groups, binned, compilation)
  return collected(series, axis, { bin, groups, values, binned, points }, compilation)
}

const binName = '\0bin'
const groupName = '\0group'

type Group = RelationColumn & { readonly own: string }

function seriesValues(
  series: MakeSeries,
  expressions: readonly MakeSeries['aggregates'][number]['expression'][],
  scope: Scope,
): readonly SeriesValue[] {
  return series.aggregates.map(({ column: { name }, default: otherwise }, index) => {
    const { sql: expression, type } = scope.compilation.lower(expressions[index]!, scope)
    const filler = otherwise
      ? emitContext({ type, span: otherwise.span }, scope).convert(
          lower(otherwise, scopeOf({ columns: [], where: [] }, scope.compilation)),
          type,
        )
      : zeroOf(type)
    return { name, type, own: scope.compilation.nextColumn(), expression, filler }
  })
}

function zeroOf(type: KqlType): SqlExpression {
  switch (type) {
    case 'int':
      return cast(literal(0n), 'INTEGER')
    case 'long':
    case 'timespan':
      return literal(0n)
    case 'real':
      return literal(0)
    case 'decimal':
      return cast(literal(0n), 'DECIMAL(38,18)')
    default:
      return typedNull(type)
  }
}

/** The aggregates of each bin that has rows. */
function binnedRows(
  relation: Relation,
  bin: string,
  groups: readonly Group[],
  values: readonly SeriesValue[],
  compilation: Compilation,
): FromItem {
  const own = relation.columns.find(({ name }) => name === binName)!.sql
  return compilation.addStep(
    selectFrom(
      relation,
      [
        ...groups.map((group) => ({ expression: group.sql, name: group.own })),
        { expression: own, name: bin },
        ...values.map((value) => ({ expression: value.expression, name: value.own })),
      ],
      { groupBy: [...groups.map((group) => group.sql), own] },
    ),
    { materialized: true },
  )
}

interface Points {
  readonly from: FromItem
  readonly index: string
  readonly keys: readonly string[]
}

/** Every bin of every series. */
function seriesPoints(
  series: MakeSeries,
  axis: SeriesAxis,
  bin: string,
  groups: readonly Group[],
  binned: FromItem,
  compilation: Compilation,
): Points {
  const first = compilation.nextColumn()
  const last = compilation.nextColumn()
  const keys = groups.map(() => compilation.nextColumn())
  const ends = compilation.addStep({
    kind: 'select',
    columns: [
      ...groups.map((group, index) => ({ expression: column(group.own), name: keys[index]! })),
      { expression: axis.first ?? sql`min(${column(bin)})`, name: first },
      { expression: axis.last ?? sql`max(${column(bin)})`, name: last },
    ],
    from: binned,
    groupBy: groups.map((group) => column(group.own)),
    // Without keys there is one series; of no rows only where it is asked for.
    ...(groups.length === 0 && { having: series.nonEmpty ? sql`count(*) >= 0` : sql`count(*) > 0` }),
  })
  const index = compilation.nextColumn()
  const range = call('range', column(first), sql`least(${column(last)} + 1, ${column(first)} + 1048576)`)
  const from = compilation.addStep({
    kind: 'select',
    columns: [
      ...keys.map((name) => ({ expression: column(name), name })),
      { expression: call('unnest', range), name: index },
    ],
    from: ends,
  })
  return { from, index, keys }
}

/** The points of each series side by side with their bins, gathered into arrays. */
function collected(
  series: MakeSeries,
  axis: SeriesAxis,
  made: {
    bin: string
    groups: readonly Group[]
    values: readonly SeriesValue[]
    binned: FromItem
    points: Points
  },
  compilation: Compilation,
): Relation {
  const { bin, groups, values, binned, points } = made
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const dynamic = (value: SqlExpression, type: KqlType) =>
    emitContext({ type: 'dynamic', span: series.span }, scope).convert(
      { sql: value, type, span: series.span },
      'dynamic',
    )
  const index = column(points.index, 'p')
  const matches = [
    sql`${index} = ${column(bin, 'b')}`,
    ...groups.map((group, at) => sql`${column(points.keys[at]!, 'p')} IS NOT DISTINCT FROM ${column(group.own, 'b')}`),
  ]
  const elements = values.map((value) => {
    const filled = caseWhen([[sql`${column(bin, 'b')} IS NULL`, value.filler]], column(value.own, 'b'))
    return dynamic(filled, value.type)
  })
  const names = {
    keys: points.keys.map(() => compilation.nextColumn()),
    values: values.map(() => compilation.nextColumn()),
    axis: compilation.nextColumn(),
  }
  const arrayOf = (element: SqlExpression) => call('to_json', sql`list(${element} ORDER BY ${index})`)
  const axisArray = () =>
    axis.first && axis.last ? axisOnce(axis, dynamic, compilation) : arrayOf(dynamic(axis.pointAt(index), axis.type))
  const on = { kind: 'template', texts: ['', ...matches.slice(1).map(() => ' AND '), ''], holes: matches } as const
  const from = compilation.addStep({
    kind: 'select',
    columns: [
      ...points.keys.map((key, at) => ({ expression: column(key, 'p'), name: names.keys[at]! })),
      ...elements.map((element, at) => ({ expression: arrayOf(element), name: names.values[at]! })),
      { expression: axisArray(), name: names.axis },
    ],
    from: {
      kind: 'join',
      join: 'LEFT',
      left: aliased(points.from, 'p'),
      right: aliased(binned, 'b'),
      on,
    },
    groupBy: points.keys.map((key) => column(key, 'p')),
    // Without keys one row comes out even of no points.
    ...(groups.length === 0 && { having: sql`count(*) > 0` }),
  })
  const known = new Map<string, RelationColumn>([
    ...groups.map(({ name, type }, at) => [name, { name, type, sql: column(names.keys[at]!) }] as const),
    ...values.map(({ name }, at) => [name, { name, type: 'dynamic', sql: column(names.values[at]!) }] as const),
    [series.axis.column.name, { name: series.axis.column.name, type: 'dynamic', sql: column(names.axis) }],
  ])
  return {
    columns: series.columns.map(({ name }) => known.get(name)!),
    from,
    where: [],
    ...(names.keys.length > 0 && { unique: names.keys }),
    ...(known.has(groupName) && { group: known.get(groupName)!.sql }),
  }
}

/** Between fixed bounds the axis of all series is the same array: it is made once. */
function axisOnce(
  axis: SeriesAxis,
  dynamic: (value: SqlExpression, type: KqlType) => SqlExpression,
  compilation: Compilation,
): SqlExpression {
  const index = compilation.nextColumn()
  const array = compilation.nextColumn()
  const points = compilation.addStep({
    kind: 'select',
    columns: [
      {
        expression: call('unnest', call('range', axis.first!, sql`least(${axis.last!} + 1, ${axis.first!} + 1048576)`)),
        name: index,
      },
    ],
  })
  const element = dynamic(axis.pointAt(column(index)), axis.type)
  const step = compilation.addStep(
    {
      kind: 'select',
      columns: [{ expression: call('to_json', sql`list(${element} ORDER BY ${column(index)})`), name: array }],
      from: points,
    },
    { materialized: true },
  )
  return {
    kind: 'subquery',
    query: { kind: 'select', columns: [{ expression: column(array), name: array }], from: step },
  }
}

function aliased(from: FromItem, alias: string): FromItem {
  return from.kind === 'name' ? { ...from, alias } : from
}

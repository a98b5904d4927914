import type { MakeSeries } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { call, caseWhen, cast, column, type FromItem, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { lower, type Scope, scopeOf } from '../expressions/lower.ts'
import { filterList, mapList } from '../functions/json-forms.ts'
import { liftSubqueries } from '../functions/once.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { selectFrom } from '../select.ts'
import { arrayOfList } from '../typed-list.ts'
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
  return collected(series, axis, gathered(series, axis, { bin, groups, values, binned }, compilation), compilation)
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
  )
}

/** Most points of a series. */
const mostPoints = 1_048_576n

/** A series in one row: what its bins with rows hold, and where it begins and ends. */
interface Gathered {
  readonly from: FromItem
  readonly keys: readonly (RelationColumn & { readonly own: string })[]
  /** The numbers of the bins that have rows, none beyond the last. */
  readonly bins: SqlExpression
  readonly first: SqlExpression
  readonly last: SqlExpression
  readonly values: readonly (SeriesValue & { readonly list: SqlExpression; readonly otherwise: SqlExpression })[]
}

/** The bins of each series as lists in their order. */
function gathered(
  series: MakeSeries,
  axis: SeriesAxis,
  made: { bin: string; groups: readonly Group[]; values: readonly SeriesValue[]; binned: FromItem },
  compilation: Compilation,
): Gathered {
  const bin = column(made.bin)
  const next = () => compilation.nextColumn()
  const inOrder = (value: SqlExpression) => sql`list(${value} ORDER BY ${bin})`
  const names = { bins: next(), first: next(), last: next() }
  const keys = made.groups.map((group) => ({ ...group, key: next() }))
  const values = made.values.map((value) => ({ ...value, list: next(), otherwise: next() }))
  const first = axis.first ?? sql`min(${bin})`
  const last = axis.last ?? sql`max(${bin})`
  const from = compilation.addStep({
    kind: 'select',
    columns: [
      ...keys.map(({ own, key }) => ({ expression: column(own), name: key })),
      { expression: inOrder(bin), name: names.bins },
      { expression: first, name: names.first },
      { expression: sql`least(${last}, ${first} + ${literal(mostPoints - 1n)})`, name: names.last },
      ...values.flatMap(({ own, filler, list, otherwise }) => [
        { expression: inOrder(column(own)), name: list },
        { expression: filler, name: otherwise },
      ]),
    ],
    from: made.binned,
    where: sql`${bin} IS NOT NULL`,
    groupBy: keys.map(({ own }) => column(own)),
    // Without keys there is one series; of no rows only where it is asked for, and its ends are known.
    ...(keys.length === 0 && {
      having: series.nonEmpty && axis.first && axis.last ? sql`count(*) > 0 OR ${last} >= ${first}` : sql`count(*) > 0`,
    }),
  })
  const cut = next()
  const within = filterList(column(names.bins), 'bin', (one) => sql`${one} <= ${column(names.last)}`)
  const rest = [names.first, names.last, ...keys.map(({ key }) => key)]
  const lists = values.flatMap(({ list, otherwise }) => [list, otherwise])
  const cutFrom = compilation.addStep({
    kind: 'select',
    columns: [
      ...[...rest, ...lists].map((name) => ({ expression: column(name), name })),
      {
        expression: caseWhen([[sql`${column(names.bins)}[-1] > ${column(names.last)}`, within]], column(names.bins)),
        name: cut,
      },
    ],
    from,
  })
  return {
    from: cutFrom,
    keys: keys.map(({ key, ...group }) => ({ ...group, sql: column(key), own: key })),
    bins: column(cut),
    first: column(names.first),
    last: column(names.last),
    values: values.map((value) => ({
      ...value,
      list: column(value.list),
      otherwise: column(value.otherwise),
    })),
  }
}

/** The values with the default in all bins that have no rows: before the first, and behind each up to the next. */
function filled(
  { bins, first, last }: Gathered,
  { list: values, otherwise }: Gathered['values'][number],
): SqlExpression {
  const before = sql`list_resize([${otherwise}], coalesce(${bins}[1], ${last} + 1) - ${first}, ${otherwise})`
  const kept = sql`list_slice(${values}, 1, len(${bins}))`
  const stretches = sql`list_transform(${kept}, lambda value, place: list_resize([value], coalesce(${bins}[place + 1], ${last} + 1) - ${bins}[place], ${otherwise}))`
  return call('list_concat', before, call('flatten', stretches))
}

/** The series with their arrays. */
function collected(series: MakeSeries, axis: SeriesAxis, made: Gathered, compilation: Compilation): Relation {
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const dynamic = (value: SqlExpression, type: KqlType) =>
    emitContext({ type: 'dynamic', span: series.span }, scope).convert(
      { sql: value, type, span: series.span },
      'dynamic',
    )
  const lists = made.values.map((value) => ({ expression: filled(made, value), name: compilation.nextColumn() }))
  const places = call('range', made.first, sql`${made.last} + 1`)
  const pointsOf = (numbers: SqlExpression) => liftSubqueries(mapList(numbers, 'number', axis.pointAt))
  const axisList = axis.first && axis.last ? axisOnce(axis, pointsOf, compilation) : pointsOf(places)
  const axisName = compilation.nextColumn()
  const from = compilation.addStep({
    kind: 'select',
    columns: [
      ...made.keys.map(({ own }) => ({ expression: column(own), name: own })),
      ...lists,
      { expression: axisList, name: axisName },
    ],
    from: made.from,
  })
  const arrayOf = (name: string, type: KqlType): SqlExpression => {
    const list = column(name)
    if (writtenAsTheyAre.includes(type)) return arrayOfList(list, type)
    const array = call(
      'to_json',
      mapList(list, 'point', (point) => dynamic(point, type)),
    )
    compilation.hasList(array, { sql: list, type })
    return array
  }
  const known = new Map<string, RelationColumn>([
    ...made.keys.map(({ name, type, own }) => [name, { name, type, sql: column(own) }] as const),
    ...made.values.map(
      ({ name, type }, at) => [name, { name, type: 'dynamic', sql: arrayOf(lists[at]!.name, type) }] as const,
    ),
    [series.axis.column.name, { name: series.axis.column.name, type: 'dynamic', sql: arrayOf(axisName, axis.type) }],
  ])
  return {
    columns: series.columns.map(({ name }) => known.get(name)!),
    from,
    where: [],
    ...(made.keys.length > 0 && { unique: made.keys.map(({ own }) => own) }),
    ...(known.has(groupName) && { group: known.get(groupName)!.sql }),
  }
}

/** Types that are the same in JSON as in the engine. */
const writtenAsTheyAre: readonly KqlType[] = ['bool', 'int', 'long', 'string']

/** Between fixed bounds the axis of all series is the same: it is made once. */
function axisOnce(
  axis: SeriesAxis,
  pointsOf: (numbers: SqlExpression) => SqlExpression,
  compilation: Compilation,
): SqlExpression {
  const name = compilation.nextColumn()
  const last = sql`least(${axis.last!} + 1, ${axis.first!} + ${literal(mostPoints)})`
  const points = pointsOf(call('range', axis.first!, last))
  const step = compilation.addStep({ kind: 'select', columns: [{ expression: points, name }] }, { materialized: true })
  return {
    kind: 'subquery',
    query: { kind: 'select', columns: [{ expression: column(name), name }], from: step },
  }
}

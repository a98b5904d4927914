import type { Reduce } from '../../kql/tree.ts'
import { call, cast, column, literal, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import { openFor } from '../open.ts'
import type { Relation } from '../relation.ts'
import { ranked } from './row-functions.ts'

/** `reduce`: the distinct texts and how many rows have each, in a list, which a function of ours puts into groups. */
export function compileReduce(reduce: Reduce, compilation: Compilation): Relation {
  const open = openFor(compilation.compile(reduce.input), [reduce.text], compilation)
  const scope = scopeOf(open.relation, compilation)
  const value = lowerAs('string', open.expressions[0]!, scope)
  compilation.udfs.add('kql_reduce')
  compilation.notices.add(
    'reduce: groups are found as the published algorithm says (words in their places, more frequent than the threshold); Azure may put some texts into other groups',
  )
  const rows = ranked({ ...open.relation, columns: [{ name: 'text', type: 'string', sql: value }] }, compilation)
  const [text, count, first, group] = [1, 2, 3, 4].map(() => compilation.nextColumn()) as [
    string,
    string,
    string,
    string,
  ]
  const own = { text, count, first, group }
  const groupColumn = rows.group ? [{ expression: column(group), name: group }] : []
  const distinct = compilation.addStep({
    kind: 'select',
    columns: [
      { expression: rows.columns[0]!.sql, name: own.text },
      { expression: sql`count(*)`, name: own.count },
      { expression: call('min', rows.order!.keys[0]!.expression), name: own.first },
      ...(rows.group ? [{ expression: rows.group, name: own.group }] : []),
    ],
    from: rows.from!,
    groupBy: [rows.columns[0]!.sql, ...(rows.group ? [rows.group] : [])],
  })
  const inOrder = (name: string) => sql`list(${column(name)} ORDER BY ${column(own.first)})`
  const groups = compilation.nextColumn()
  const found = compilation.addStep(
    {
      kind: 'select',
      columns: [
        {
          expression: call(
            'kql_reduce',
            inOrder(own.text),
            inOrder(own.count),
            literal(reduce.threshold),
            literal(reduce.characters),
          ),
          name: groups,
        },
        ...groupColumn,
      ],
      from: distinct,
      ...(rows.group && { groupBy: [column(group)] }),
    },
    { materialized: true },
  )
  const names = [1n, 2n, 3n].map(() => compilation.nextColumn())
  const unnested = compilation.addStep({
    kind: 'select',
    columns: [
      ...names.map((name, index) => {
        const values = call('unnest', sql`${column(groups)}[${literal(BigInt(index + 1))}]`)
        return { expression: values, name }
      }),
      ...groupColumn,
    ],
    from: found,
  })
  const [pattern, size, representative] = reduce.columns
  return {
    columns: [
      { ...pattern!, sql: column(names[0]!) },
      { ...size!, sql: cast(column(names[1]!), 'BIGINT') },
      { ...representative!, sql: column(names[2]!) },
    ],
    from: unnested,
    where: [],
    ...(rows.group && { group: column(group) }),
  }
}

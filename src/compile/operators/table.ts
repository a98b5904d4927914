import type { TableReference } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { column, type FromItem, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation, PhysicalTable } from '../compilation.ts'
import { typedNull } from '../expressions/literal.ts'
import type { Relation } from '../relation.ts'

/** A table of the workspace, within the time range of the query; one that is missing has no rows, and says so. */
export function compileTable(table: TableReference, compilation: Compilation): Relation {
  const physical = table.missing ? undefined : compilation.options.tables(table.name)
  if (!physical) {
    compilation.notices.add(`no ${table.name} in this workspace`)
    return {
      columns: table.columns.map((one) => ({ ...one, sql: typedNull(one.type) })),
      where: [literal(false)],
      empty: true,
    }
  }
  const columns = table.columns.map((one) => {
    const name = physical.columns.get(one.name)
    // A column the schema knows and the files lack.
    if (name === undefined) return { ...one, sql: typedNull(one.type) }
    invariant(!/^c\d+$/.test(name), `the column ${name} of ${physical.name} has no name of the compiler's own`)
    return { ...one, sql: column(name) }
  })
  const time = columns.find(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')?.sql
  const ingestion = ingestionTime(physical.columns, time)
  const from = fromTable(physical)
  if (physical.rowOrder === 'rowid') compilation.isStored(from, column('rowid'))
  return {
    columns,
    from,
    where: time ? withinTimespan(time, compilation) : [],
    ...(ingestion && { ingestion }),
    ...(physical.rowOrder !== undefined && {
      order: {
        keys: [{ expression: column(physical.rowOrder), direction: 'ASC', nulls: 'LAST' }],
        serialized: false,
        isPosition: true,
        isStorage: true,
      },
    }),
  }
}

/** A table of the engine, in the database it is in. */
export function fromTable({ name, catalog }: PhysicalTable): FromItem {
  return { kind: 'name', name, ...(catalog !== undefined && { catalog }) }
}

function withinTimespan(time: SqlExpression, compilation: Compilation): readonly SqlExpression[] {
  const { timespan } = compilation.options
  return timespan ? [sql`${time} >= ${literal(timespan.start)}`, sql`${time} < ${literal(timespan.end)}`] : []
}

/** When a record came in: `_TimeReceived` where it is known, else when it was generated. */
function ingestionTime(
  columns: ReadonlyMap<string, string>,
  time: SqlExpression | undefined,
): SqlExpression | undefined {
  const received = columns.get('_TimeReceived')
  return received === undefined ? time : column(received)
}

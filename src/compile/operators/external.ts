import type { ExternalData } from '../../kql/tree.ts'
import { column } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { Refusal } from '../refusal.ts'
import type { Relation } from '../relation.ts'
import { fromTable } from './table.ts'

/** The texts of a file's columns, which the workspace has read into a table of the engine. */
export function compileExternal(external: ExternalData, compilation: Compilation): Relation {
  const table = compilation.options.external?.(externalKey(external), external)
  if (!table) throw new Refusal(external.span, 'files beside the workspace’s tables cannot be read here')
  return {
    columns: external.columns.map((one) => ({ ...one, sql: column(table.columns.get(one.name)!) })),
    from: fromTable(table),
    where: [],
    ...(table.rowOrder !== undefined && {
      order: {
        keys: [{ expression: column(table.rowOrder), direction: 'ASC', nulls: 'LAST' }],
        serialized: false,
        isPosition: true,
        isStorage: true,
      },
    }),
  }
}

/** The same for every use of the same files, read the same way. */
function externalKey({ files, format, ignoreFirstRecord, columns, types }: ExternalData): string {
  return JSON.stringify([files, format, ignoreFirstRecord, columns.map(({ name }, index) => [name, types[index]])])
}

import type { PhysicalTable } from '../../../compile/compilation.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { besideCatalog } from '../beside/beside-table.ts'

export const partsTableName = 'parts'

/** The one table of an engine that was given rows: its columns are `p0`, `p1` … */
export function partsTableOf(types: readonly KqlType[]): PhysicalTable {
  const columns = types.map((_, at) => [`p${at}`, `p${at}`] as const)
  return { name: partsTableName, catalog: besideCatalog, columns: new Map(columns), rowOrder: 'place' }
}

import type { ColumnType } from '../../lib/kql-type.ts'
import type { Json } from '../../lib/table.ts'
import { kqlTypeOf } from '../remote/answer/declared-type.ts'
import { type DatabaseSchema, withTime } from './database-schema.ts'

/** Of `.show databases entities`, which services answer that know no schema as JSON: its rows of a database. */
export function schemaOfEntities(
  rows: readonly Readonly<Record<string, Json>>[],
  database: string,
  timeColumn?: string,
): DatabaseSchema {
  const own = rows.filter((row) => String(row.DatabaseName).toLowerCase() === database.toLowerCase())
  const named = (kinds: RegExp) =>
    own.filter(
      (row) => kinds.test(String(row.EntityType)) && typeof row.EntityName === 'string' && row.EntityName !== '',
    )
  return {
    watchlists: [],
    tables: named(/^(External\s?|Immutable)?Table$|^MaterializedView$/i).map((row) =>
      withTime({ name: String(row.EntityName), columns: columnsOf(String(row.CslOutputSchema ?? '')) }, timeColumn),
    ),
    functions: named(/^Function$/i).flatMap((row) => {
      const [parameters, body] = [String(row.CslInputSchema ?? ''), String(row.Content ?? '').trim()]
      if (!body.startsWith('{')) return []
      return [
        { name: String(row.EntityName), parameters: parameters.startsWith('(') ? parameters : `(${parameters})`, body },
      ]
    }),
  }
}

/** `a:string, ['b c']: long` */
function columnsOf(schema: string): ColumnType[] {
  return [...schema.matchAll(/(?:\[\s*(['"])((?:\\.|(?!\1)[^\\])*)\1\s*\]|([\w$-]+))\s*:\s*(\w+)/g)].map(
    ([, , quoted, plain, type]) => ({
      name: plain ?? quoted!.replace(/\\(.)/g, '$1'),
      type: kqlTypeOf(type!) ?? 'dynamic',
    }),
  )
}

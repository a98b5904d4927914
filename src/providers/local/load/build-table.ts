import { sqlTypeOf } from '../../../compile/row.ts'
import { formatDatetime } from '../../../lib/kql-time.ts'
import type { ColumnType, KqlType, TableSchema } from '../../../lib/kql-type.ts'
import { safeText } from '../../../lib/safe-text.ts'
import { printLiteral, printName } from '../../../sql/print.ts'
import { commonType } from './infer-type.ts'
import type { PlannedColumn } from './plan-columns.ts'
import { declaredTypes, isFitted, type Part, type PartProfile, profilePart } from './profile-part.ts'
import { reportMisfits, reportPart } from './report-part.ts'
import { runSql, type Session, selectRows } from './session.ts'
import { valueSql } from './value-sql.ts'

/** A table in the database. */
export interface StoredTable {
  /** As KQL names it. */
  readonly name: string
  /** As DuckDB names it. */
  readonly sqlName: string
  readonly columns: readonly StoredColumn[]
  readonly rowCount: number
  readonly first?: string
  readonly last?: string
  readonly sources: readonly string[]
}

export interface StoredColumn extends ColumnType {
  /** DuckDB's name for it; absent for a column the schema declares and no file has. */
  readonly sqlName?: string
}

type WrittenColumn = ColumnType & { readonly sqlName: string }

/** Makes one table of the parts: columns united by name, each value given its column's type, what does not fit counted. */
export async function buildTable(
  session: Session,
  name: string,
  sqlName: string,
  parts: readonly Part[],
): Promise<StoredTable> {
  const schema = session.schemas.find(name)
  const names = new Set(parts.flatMap((part) => part.plan.columns.map((column) => column.name)))
  const declared = declaredTypes(name, schema, names)
  const profiles: PartProfile[] = []
  for (const part of parts) profiles.push(await profilePart(session, part, declared))
  const isTimeAdded = !names.has('TimeGenerated') && profiles.some((profile) => profile.timeSubstitute)
  if (isTimeAdded) declared.set('TimeGenerated', 'datetime')
  // Every record of Log Analytics says which table it is of, and queries count by it.
  if (schema && declared.get('Type') === 'string') names.add('Type')
  const columns = writtenColumns(isTimeAdded ? ['TimeGenerated', ...names] : [...names], declared, profiles)

  const definitions = columns.map((column) => `${printName(column.sqlName)} ${sqlTypeOf[column.type]}`)
  // DuckDB has no tables without columns; records without properties are still counted.
  await runSql(
    session,
    `CREATE TABLE ${printName(sqlName)} (${definitions.join(', ') || `${printName('(nothing)')} BOOLEAN`})`,
  )
  for (const [index, part] of parts.entries()) {
    await insertPart(session, { name, sqlName, schema, columns }, part, profiles[index]!)
  }
  const summary = await summarise(session, sqlName, columns)
  const misfit = columns.filter(
    (column) =>
      isFitted(column.type) &&
      profiles.some((profile) => profile.present.has(column.name)) &&
      profiles.reduce((sum, profile) => sum + (profile.present.get(column.name) ?? 0), 0) >
        summary.counts.get(column.name)!,
  )
  for (const [index, part] of parts.entries()) {
    if (misfit.length > 0) await reportMisfits(session, name, misfit, part, profiles[index]!)
    reportPart(session, name, part, profiles[index]!)
  }
  const written = new Set(columns.map((column) => column.name))
  return {
    name,
    sqlName,
    columns: [...columns, ...(schema?.columns ?? []).filter((column) => !written.has(column.name))],
    rowCount: summary.rowCount,
    ...(summary.first !== undefined && { first: summary.first }),
    ...(summary.last !== undefined && { last: summary.last }),
    sources: [...new Set(parts.flatMap((part) => part.staged.files.map(safeText)))],
  }
}

function writtenColumns(
  names: readonly string[],
  declared: ReadonlyMap<string, KqlType>,
  profiles: readonly PartProfile[],
): WrittenColumn[] {
  const taken = new Set(['rowid'])
  return names.map((name) => {
    const inferred = profiles.reduce<KqlType | undefined>(
      (type, each) => commonType(type, each.types.get(name)),
      undefined,
    )
    return { name, type: declared.get(name) ?? inferred ?? 'string', sqlName: freeName(name, taken) }
  })
}

/**
 * A name for DuckDB, which takes `Type` and `type` for the same: the KQL name where it is free and could not be one the
 * compiler gives (`c17`, `s3`).
 */
export function freeName(name: string, taken: Set<string>): string {
  const base = /^[a-z]+\d+$/i.test(name) || name === '' ? `${name}_` : name
  let free = base
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${base}_${count}`
  taken.add(free.toLowerCase())
  return free
}

interface Target {
  readonly name: string
  readonly sqlName: string
  readonly schema: TableSchema | undefined
  readonly columns: readonly WrittenColumn[]
}

async function insertPart(session: Session, table: Target, part: Part, profile: PartProfile): Promise<void> {
  const planned = new Map(part.plan.columns.map((column) => [column.name, column]))
  if (profile.timeSubstitute) planned.set('TimeGenerated', { name: 'TimeGenerated', sources: [profile.timeSubstitute] })
  const values = table.columns.map(({ name, type }) => {
    const column = planned.get(name)
    const value = column ? columnSql(column, type, profile) : type === 'string' ? `''` : 'NULL'
    return name === 'Type' && table.schema ? `coalesce(nullif(${value}, ''), ${printLiteral(table.name)})` : value
  })
  const where = part.condition === undefined ? '' : ` WHERE ${part.condition}`
  await runSql(
    session,
    `INSERT INTO ${printName(table.sqlName)} SELECT ${values.join(', ') || 'NULL'} FROM ${part.staged.relation}${where}`,
  )
}

/** The first of the file's columns that has a value. */
function columnSql({ sources }: PlannedColumn, type: KqlType, { times }: PartProfile): string {
  const values = sources.map((source) => valueSql(source, type, times))
  if (values.length === 1) return values[0]!
  return type === 'string'
    ? `coalesce(${values.map((value) => `nullif(${value}, '')`).join(', ')}, '')`
    : `coalesce(${values.join(', ')})`
}

interface Summary {
  readonly rowCount: number
  /** How many values there are in each column that is neither string nor dynamic. */
  readonly counts: ReadonlyMap<string, number>
  readonly first?: string
  readonly last?: string
}

async function summarise(session: Session, sqlName: string, columns: readonly WrittenColumn[]): Promise<Summary> {
  const fitted = columns.filter((column) => isFitted(column.type))
  const time = fitted.find((column) => column.name === 'TimeGenerated' && column.type === 'datetime')
  const [row] = await selectRows(
    session,
    `SELECT count(*) AS n, [${fitted.map((column) => `count(${printName(column.sqlName)})`).join(', ')}]::BIGINT[] AS counts
     ${time ? `, min(${printName(time.sqlName)}) AS first, max(${printName(time.sqlName)}) AS last` : ''}
     FROM ${printName(sqlName)}`,
  )
  const { n, counts, first, last } = row!
  return {
    rowCount: Number(n),
    counts: new Map(fitted.map((column, index) => [column.name, Number((counts as readonly bigint[])[index])])),
    ...(typeof first === 'bigint' && { first: formatDatetime(first) }),
    ...(typeof last === 'bigint' && { last: formatDatetime(last) }),
  }
}

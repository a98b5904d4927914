import type { KqlType, TableSchema } from '../../../lib/kql-type.ts'
import { commonType, type Inference, typeEvidence } from './infer-type.ts'
import type { ColumnPlan, PlannedColumn } from './plan-columns.ts'
import { type Session, selectRows } from './session.ts'
import type { StagedColumn, StagedFile } from './staged.ts'
import { timeSubstitutes } from './time-column.ts'
import { notIsoSql, presentSql, type TimeStyle, textSql, valueSql } from './value-sql.ts'

/** The rows of one file that belong to one table. */
export interface Part {
  readonly staged: StagedFile
  /** SQL that is true for the rows; absent for all. */
  readonly condition?: string
  readonly plan: ColumnPlan
  /** The values are known to fit the schema, and times to be ISO 8601: they are ours. */
  readonly isOurs?: boolean
}

/** What the values of a part say about its columns. */
export interface PartProfile {
  readonly rowCount: number
  /** The types of columns no schema knows; undefined where they hold nothing. */
  readonly types: ReadonlyMap<string, KqlType | undefined>
  /** How many values there are in each column of a declared type that is neither string nor dynamic. */
  readonly present: ReadonlyMap<string, number>
  readonly times: TimeStyle & {
    /** Dates with slashes of which none tells the day from the month. */
    readonly ambiguous: boolean
  }
  /** The column that TimeGenerated is taken from, where the file has none of its own. */
  readonly timeSubstitute?: StagedColumn
}

/** The type a custom log's column says by its suffix: Log Analytics puts it there. */
const suffixTypes: Readonly<Record<string, KqlType>> = { s: 'string', d: 'real', b: 'bool', t: 'datetime', g: 'string' }

/** The types that are known before any value is seen. */
export function declaredTypes(
  table: string,
  schema: TableSchema | undefined,
  names: Iterable<string>,
): Map<string, KqlType> {
  const types = new Map<string, KqlType>(schema?.columns.map((column) => [column.name, column.type]))
  for (const name of names) {
    if (types.has(name)) continue
    const suffix = /_([sdbtg])$/.exec(name)?.[1]
    if (table.endsWith('_CL') && suffix !== undefined) types.set(name, suffixTypes[suffix]!)
    else if (name === 'TimeGenerated') types.set(name, 'datetime')
  }
  return types
}

/** Goes over the rows of a part: once, and once more where columns hold what may be times. */
export async function profilePart(
  session: Session,
  part: Part,
  declared: ReadonlyMap<string, KqlType>,
): Promise<PartProfile> {
  const { columns } = part.plan
  if (part.isOurs && columns.every(({ name }) => declared.has(name))) return ownProfile(part)
  const first = new Aggregates()
  const rows = first.ask(['count(*)'])
  const evidence = columns
    .filter((column) => !declared.has(column.name))
    .flatMap(({ name, sources }) => sources.map((source) => ({ name, source, found: typeEvidence(source) })))
    .map((each) => ({ ...each, whole: first.ask(each.found.whole), counts: first.askIfAny(each.found.counts) }))
  const counts = columns
    .filter(({ name }) => isFitted(declared.get(name)))
    .map((column) => ({ column, take: first.ask([presentCount(column, declared.get(column.name)!)]) }))
  const written = columns
    .filter(({ name }) => declared.get(name) === 'datetime')
    .flatMap(({ sources }) => sources)
    .filter((source) => source.form.kind !== 'typed')
    .map((source) => ({ source, take: first.askIfAny([`count(*) FILTER (${notIsoSql(source)})`]) }))
  await first.run(session, part)

  const present = new Map(counts.map(({ column, take }) => [column.name, take()[0]!]))
  const inferred = evidence.map(({ name, source, found, whole, counts: each }) => ({
    name,
    source,
    type: found.typeFrom(whole(), each()),
  }))
  const iso = new Set(written.filter(({ take }) => take()[0] === 0).map(({ source }) => source.sql))
  const doubtful = [
    ...written.filter(({ source }) => !iso.has(source.sql)).map(({ source }) => source),
    ...inferred.filter(({ type }) => type === 'perhaps datetime').map(({ source }) => source),
  ]
  const substitutes = (present.get('TimeGenerated') ?? 0) > 0 ? [] : timeSubstitutes(columns)
  const looked = await lookAtTimes(session, part, doubtful, substitutes)
  const types = new Map<string, KqlType | undefined>()
  for (const { name, source, type } of inferred) {
    types.set(name, commonType(types.get(name), settle(type, looked.times.has(source.sql))))
  }
  return {
    rowCount: rows()[0]!,
    types,
    present,
    times: { dayFirst: looked.dayFirst, ambiguous: looked.ambiguous, iso },
    ...(looked.substitute && { timeSubstitute: looked.substitute }),
  }
}

function ownProfile({ staged }: Part): PartProfile {
  const iso = new Set(staged.columns.map((column) => column.sql))
  return {
    rowCount: staged.rowCount,
    types: new Map(),
    present: new Map(),
    times: { dayFirst: false, ambiguous: false, iso },
  }
}

/** Types whose values may fail to fit. */
export function isFitted(type: KqlType | undefined): boolean {
  return type !== undefined && type !== 'string' && type !== 'dynamic'
}

function settle(type: Inference, isTime: boolean): KqlType | undefined {
  return type === 'perhaps datetime' ? (isTime ? 'datetime' : 'string') : type
}

function presentCount({ sources }: PlannedColumn, type: KqlType): string {
  return `count(*) FILTER (${sources.map((source) => `(${presentSql(source, type)})`).join(' OR ')})`
}

interface LookedAt {
  /** SQL of the doubtful columns whose values all are times. */
  readonly times: ReadonlySet<string>
  readonly dayFirst: boolean
  readonly ambiguous: boolean
  readonly substitute?: StagedColumn
}

async function lookAtTimes(
  session: Session,
  part: Part,
  doubtful: readonly StagedColumn[],
  substitutes: readonly StagedColumn[],
): Promise<LookedAt> {
  if (doubtful.length === 0 && substitutes.length === 0) return { times: new Set(), dayFirst: false, ambiguous: false }
  const second = new Aggregates()
  const tried = doubtful.map((source) => ({
    source,
    failures: second.askIfAny([
      `count(*) FILTER (${presentSql(source, 'datetime')} AND ${eitherTime(source)} IS NULL)`,
    ]),
    slashes: second.ask([slashPart(source, 1), slashPart(source, 2)]),
  }))
  const counted = substitutes.map((source) => ({ source, take: second.askIfAny([`count(${eitherTime(source)})`]) }))
  await second.run(session, part)
  const times = new Set(tried.filter(({ failures }) => failures()[0] === 0).map(({ source }) => source.sql))
  const [one, two] = [0, 1].map((at) => Math.max(0, ...tried.map(({ slashes }) => slashes()[at]!))) as [number, number]
  const substitute = counted.find(({ take }) => take()[0]! > 0)?.source
  return {
    times,
    dayFirst: one > 12 && two <= 12,
    ambiguous: one > 0 && one <= 12 && two <= 12,
    ...(substitute && { substitute }),
  }
}

/** The number before the first slash of a date, or between the slashes: the greatest of all rows. */
function slashPart(source: StagedColumn, index: 1 | 2): string {
  const text = textSql(source)
  return `max(CASE WHEN ${text}[2] = '/' OR ${text}[3] = '/' THEN TRY_CAST(split_part(${text}, '/', ${index}) AS INTEGER) END)`
}

/** A time whichever way its date is written: whether it is one at all. */
function eitherTime(source: StagedColumn): string {
  const style = { iso: new Set<string>() }
  const usual = valueSql(source, 'datetime', { ...style, dayFirst: false })
  if (source.form.kind === 'typed') return usual
  return `coalesce(${usual}, ${valueSql(source, 'datetime', { ...style, dayFirst: true })})`
}

/** Rows looked at first: most columns of text are known for text by then. */
const sampleRows = 4000

/** Aggregates over the rows of a part, asked for one by one and computed together. Null is 0. */
class Aggregates {
  readonly #asked: { readonly sql: string; readonly ifAny: boolean; value: number | undefined }[] = []

  /** What gives the values once they are computed. */
  ask(sql: readonly string[]): () => readonly number[] {
    return this.#add(sql, false)
  }

  /** Counts of which only matters whether they are zero: of many rows, a few may be enough to tell. */
  askIfAny(sql: readonly string[]): () => readonly number[] {
    return this.#add(sql, true)
  }

  async run(session: Session, { staged, condition }: Part): Promise<void> {
    const where = condition === undefined ? '' : ` WHERE ${condition}`
    const rows = `${staged.relation}${where}`
    if (staged.rowCount > sampleRows * 4) {
      const counts = this.#asked.filter(({ ifAny }) => ifAny)
      const values = await compute(session, counts, `(SELECT * FROM ${rows} LIMIT ${sampleRows})`)
      for (const [index, each] of counts.entries()) each.value = values[index] || undefined
    }
    const open = this.#asked.filter(({ value }) => value === undefined)
    const values = await compute(session, open, rows)
    for (const [index, each] of open.entries()) each.value = values[index]
  }

  #add(sql: readonly string[], ifAny: boolean): () => readonly number[] {
    const added = sql.map((each) => ({ sql: each, ifAny, value: undefined as number | undefined }))
    this.#asked.push(...added)
    return () => added.map((each) => each.value ?? 0)
  }
}

async function compute(session: Session, asked: readonly { readonly sql: string }[], from: string): Promise<number[]> {
  if (asked.length === 0) return []
  const list = asked.map(({ sql }) => `coalesce((${sql})::BIGINT, 0)`).join(', ')
  const [row] = await selectRows(session, `SELECT [${list}] AS found FROM ${from}`)
  return (row!.found as readonly bigint[]).map(Number)
}

import { readFileSync } from 'node:fs'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import { wordsOf } from '../lib/words-of.ts'
import type { RequestTime } from '../notebooklet/desk.ts'
import { originOf, type PivotTime, pivotTime, type RowEntity, rowEntities, rowTime } from '../notebooklet/pivot-from.ts'
import type { EntityType, Origin, ResultData, Section } from '../notebooklet/result-data.ts'
import { positiveInteger } from './commands/query.ts'

/** Options of `pivot` that say where it begins. */
export interface OriginFlags {
  readonly from?: string
  readonly section?: string
  readonly row?: string
  readonly column?: string
  readonly time?: PivotTime
  readonly around?: string
  readonly within?: string
  readonly last?: string
  readonly start?: string
  readonly end?: string
}

/** What a saved Result gives a pivot. */
export interface PivotStart {
  readonly entity: RowEntity | undefined
  readonly time: RequestTime
  readonly origin: Origin
  /** The name of the workspace it was made from. */
  readonly workspace: string
}

/**
 * The entity, time and origin that a saved Result has for a pivot. `type` says which of a row's entities is meant. Throws
 * `NO_SUCH_FILE`, `INVALID_RESULT`, `UNKNOWN_SECTION`, `UNKNOWN_ROW`, `UNKNOWN_ENTITY`.
 */
export async function pivotStart(
  file: string,
  flags: OriginFlags,
  type: EntityType | undefined,
  hasValue: boolean,
): Promise<PivotStart> {
  const result = await savedResult(file)
  const section = flags.section === undefined ? undefined : sectionOf(result, flags.section)
  const row = section && rowOf(section, flags.row)
  const entity = section && row !== undefined && !hasValue ? entityOf(section, row, flags, type) : undefined
  const time = section && row !== undefined ? rowTime(section, row) : undefined
  const isAsked = [flags.around, flags.last, flags.start, flags.end].some((each) => each !== undefined)
  if (isAsked && flags.time !== undefined) {
    throw new HuntletError('INVALID_TIME_RANGE', '`--time` is given with another time.', { hint: 'Give one of them.' })
  }
  const column = entity?.column ?? flags.column
  return {
    entity,
    time: isAsked ? {} : pivotTime(flags.time ?? 'same', result.request.timeRange, time, flags.within),
    origin: originOf(result.request, { section: section?.id, column, time }),
    workspace: result.request.workspace,
  }
}

async function savedResult(file: string): Promise<ResultData> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = error instanceof SyntaxError ? 'INVALID_RESULT' : 'NO_SUCH_FILE'
    throw new HuntletError(code, `Cannot read ${file}: ${safeText(wordsOf(error))}`, {
      hint: 'Save one with huntlet run … --format json --out result.json',
      cause: error,
    })
  }
  const { resultFromJson } = await import('../notebooklet/result-json.ts')
  return resultFromJson(json)
}

function sectionOf({ sections }: ResultData, id: string): Section {
  const found = sections.find((section) => section.id === id)
  if (found) return found
  const ids = sections.map((section) => section.id)
  const close = nearest(id, ids)
  throw new HuntletError('UNKNOWN_SECTION', `The Result has no section \`${id}\`.`, {
    hint: close ? `Did you mean \`${close}\`?` : `Its sections: ${ids.join(', ')}.`,
  })
}

function rowOf({ id, table }: Section, given: string | undefined): number {
  const rows = table?.rowCount ?? 0
  const number = positiveInteger('--row', given ?? '1')
  if (number <= rows) return number - 1
  throw new HuntletError('UNKNOWN_ROW', `Section \`${id}\` has ${rows} ${rows === 1 ? 'row' : 'rows'}.`)
}

function entityOf(section: Section, row: number, { column }: OriginFlags, type: EntityType | undefined): RowEntity {
  const all = rowEntities(section, row, column)
  const fitting = all.filter(
    (each) => (type === undefined || each.type === type) && (column === undefined || each.column === column),
  )
  const [first] = fitting
  // A type names its entity as the row has it first; without one, only a single entity is clear.
  if (first && (type !== undefined || column !== undefined || fitting.length === 1)) return first
  const listed = all.map((each) => `${each.type} ${safeText(each.value)} (${each.column})`).join(', ')
  throw new HuntletError(
    'UNKNOWN_ENTITY',
    fitting.length === 0
      ? `Row ${row + 1} of \`${section.id}\` has no such entity.`
      : 'The row names several entities.',
    { hint: listed === '' ? 'It has none at all.' : `It has: ${listed}. Give the kind, or --column.` },
  )
}

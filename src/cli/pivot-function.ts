import { safeText } from '../lib/safe-text.ts'
import type { RequestTime } from '../notebooklet/desk.ts'
import { type EntityFunction, functionsFor, runOnText, searchKql } from '../notebooklet/entity-functions.ts'
import type { EntityType } from '../notebooklet/result-data.ts'
import type { PivotFlags } from './commands/pivot.ts'
import { deliver } from './output.ts'
import { printedTable } from './table-output.ts'
import { writeError } from './terminal.ts'

/** The function of that id which takes such an entity. */
export function functionNamed(type: EntityType, id: string | undefined): EntityFunction | undefined {
  return functionsFor(type).find((each) => each.id === id)
}

/** Does with an entity what a function says: an analytics step over its text, a search of every table, a look-up. */
export async function runFunction({ id, kind }: EntityFunction, value: string, flags: PivotFlags): Promise<void> {
  const format = flags.format ?? 'text'
  switch (kind) {
    case 'step': {
      const { table, notices } = runOnText(id, value)
      for (const notice of notices) writeError(`notice: ${safeText(notice)}`)
      await deliver(flags.out, () => printedTable(table, { ...flags, format }, { status: 'complete', notices }))
      return
    }
    case 'kql': {
      const kql = searchKql(value)
      writeError(kql.split('\n').map(safeText).join('\n'))
      const { query } = await import('./commands/query.ts')
      const time = await timeOf(flags)
      return query(kql, { ...withoutLimit(flags), ...time, format })
    }
    case 'lookup': {
      const { lookup } = await import('./commands/lookup.ts')
      return lookup([value], { ...withoutLimit(flags), format })
    }
  }
}

/** `--around` as the range it comes to: a query is asked between a start and an end. */
async function timeOf({
  around,
  within,
  last,
  start,
  end,
}: PivotFlags): Promise<RequestTime & { readonly last?: string }> {
  if (around === undefined) return { ...(last && { last }), ...(start && { start }), ...(end && { end }) }
  const { resolveTimeRange } = await import('../notebooklet/time-range.ts')
  const asked = { around, ...(within !== undefined && { within }) }
  const range = resolveTimeRange(asked, { at: around, source: 'given' }, '1d')
  return { start: range.start, end: range.end }
}

/** The limit of values asked about says nothing of a query's rows. */
function withoutLimit({ limit: _limit, param: _param, ...flags }: PivotFlags): Omit<PivotFlags, 'limit' | 'param'> {
  return flags
}

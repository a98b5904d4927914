import { refang } from '../analytics/text/refang.ts'
import type { Table } from '../lib/table.ts'
import { answerTable, type CountedObservable } from '../providers/lookups/answer-table.ts'
import { lookUp } from '../providers/lookups/look-up.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import { readObservable } from '../providers/lookups/observable.ts'
import { tableObservables } from '../providers/lookups/table-observables.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { ComputeContext, LookupDefinition } from './definition.ts'

export const nothingToLookUp = 'There is nothing to look up.'

/** What a look-up in a notebooklet is given: tables that name observables, and texts that are some. */
interface Given {
  readonly tables: readonly Table[]
  readonly written: readonly string[]
}

/** The answers to what tables name and to single texts, as a table. What it asks of the workspace is recorded with the section. */
export async function lookUpIn(
  { columns, about, only, unknown }: LookupDefinition,
  { tables, written }: Given,
  lookups: readonly Lookup[],
  context: ComputeContext & { readonly now: string; readonly workspace: Workspace },
): Promise<Table> {
  const { workspace, now, signal, progress, notice, incomplete } = context
  const observables: CountedObservable[] = [...tableObservables(tables, columns)]
  for (const text of written.filter((each) => each.trim() !== '')) {
    const observable = readObservable(refang(text).text, 'any')
    if (observable) observables.push({ observable, records: null })
    else notice(`\`${text.slice(0, 80)}\` is no address, domain, URL, hash or e-mail address.`)
  }
  const chosen = lookups.filter(
    (each) => (about === undefined || each.about === about) && (only.length === 0 || only.includes(each.id)),
  )
  if (observables.length === 0) {
    notice(nothingToLookUp)
    return answerTable([], [], { now, unknown })
  }
  const report = await lookUp(
    chosen,
    observables.map(({ observable }) => observable),
    {
      workspace: {
        name: workspace.name,
        tables: () => workspace.tables(),
        surroundings: async () => (await workspace.surroundings?.()) ?? { watchlists: [], functions: [] },
        ask: context.ask,
      },
      now,
      signal,
      progress,
    },
  )
  for (const text of report.notices)
    if (report.isPartial) incomplete(text)
    else notice(text)
  return answerTable(report.answers, observables, { now, unknown, isPartial: report.isPartial })
}

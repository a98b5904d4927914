import type { Table } from '../../lib/table.ts'
import { answersOf, type Indicator, type Indicators, indicatorSeverityText } from './indicator.ts'
import type { Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import { ObservableIndex } from './observable-index.ts'
import { allTime, hasTable, perTable } from './workspace-table.ts'

/** How a table of the workspace keeps threat indicators. */
export interface IndicatorTable {
  readonly id: string
  readonly table: string
  /** Its indicators, the newest of each. */
  readonly kql: string
  /** Tells `add` what each row is about: one text, or several. */
  readonly entries: (table: Table, add: (text: string, row: number) => void) => void
  readonly indicator: (table: Table, row: number) => Indicator
}

/** The look-up of indicators that Sentinel keeps in a table. */
export function workspaceIndicators({ id, table: name, kql, entries, indicator }: IndicatorTable): Lookup {
  const indicatorsOf = perTable((table: Table): Indicators<number> => {
    const index = new ObservableIndex<number>()
    entries(table, (text, row) => index.add(text, row))
    return { index, read: (row) => indicator(table, row) }
  })
  return {
    id,
    title: name,
    text: `Threat indicators of the workspace, the newest of each. ${indicatorSeverityText}`,
    about: 'threat',
    kinds: observableKinds,
    place: 'local',
    hosts: [],
    needsKey: false,
    async look(observables, context) {
      if (!(await hasTable(context.workspace, name))) return { answers: [], entries: 0 }
      return answersOf(observables, indicatorsOf(await context.workspace.ask(kql, allTime)), context)
    },
  }
}

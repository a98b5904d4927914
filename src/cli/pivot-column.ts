import { existsSync } from 'node:fs'
import { HuntletError } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import type { Table } from '../lib/table.ts'
import type { RequestTime } from '../notebooklet/desk.ts'
import type { EntityType } from '../notebooklet/result-data.ts'
import type { Workspace } from '../providers/workspace.ts'
import { assignment } from './assignment.ts'
import { openCatalog } from './catalog.ts'
import type { PivotFlags } from './commands/pivot.ts'
import { positiveInteger } from './commands/query.ts'
import { readInputs } from './commands/step.ts'
import { exitCodes } from './exit-code.ts'
import { interruptible } from './interrupt.ts'
import { deliver } from './output.ts'
import { printedTable } from './table-output.ts'
import { progressLine, writeError } from './terminal.ts'
import { openFromFlags } from './workspace-argument.ts'

/** `huntlet pivot TYPE --column COLUMN --on INPUT --run WHAT`: one question about every value of a column, joined row by row. */
export async function pivotColumn(type: EntityType | undefined, flags: PivotFlags): Promise<void> {
  const { on, run, column } = flags
  if (on === undefined || run === undefined || column === undefined) {
    throw new HuntletError('BAD_OPTION_VALUE', 'A pivot on a column needs --on, --column and --run.', {
      hint: "huntlet pivot account --column Account --on 'SecurityEvent | take 100' --run account-summary:sources",
    })
  }
  for (const name of ['from', 'section', 'row', 'time'] as const) {
    if (flags[name] === undefined) continue
    throw new HuntletError(
      'BAD_OPTION_VALUE',
      `--${name} is about one row of a saved Result: --on takes a whole table.`,
      {
        hint: 'Give the time with --last, --start and --end, or --around.',
      },
    )
  }
  const limit = flags.limit === undefined ? undefined : positiveInteger('--limit', flags.limit)
  const { pivotOnColumn } = await import('../notebooklet/pivot-column.ts')
  await interruptible(async (signal) => {
    const catalog = await openCatalog()
    const workspace = await openFromFlags(flags, signal)
    const line = progressLine()
    try {
      const input = await inputOf(on, flags, workspace, signal)
      for (const notice of input.notices) writeError(`notice: ${safeText(notice)}`)
      const pivot = {
        table: input.table,
        column,
        run,
        ...(type && { type }),
        parameters: Object.fromEntries((flags.param ?? []).map((text) => assignment('--param', text))),
        time: timeOf(flags),
        ...(limit !== undefined && { limit }),
      }
      const progress = (done: number, total: number, text = 'values') =>
        line.show(`${run}: ${done} of ${total} ${text}`)
      const { table, notices, status } = await pivotOnColumn(workspace, catalog, pivot, { signal, progress })
      line.clear()
      for (const notice of notices) writeError(`notice: ${safeText(notice)}`)
      const isPartial = status === 'partial' || input.isPartial
      const completeness = {
        status: isPartial ? ('partial' as const) : status,
        notices: [...input.notices, ...notices],
      }
      const format = flags.format ?? 'text'
      await deliver(flags.out, () => printedTable(table, { ...flags, format }, completeness))
      if (isPartial) process.exitCode = exitCodes.partial
    } finally {
      line.clear()
      await workspace.close()
    }
  })
}

interface Input {
  readonly table: Table
  readonly notices: readonly string[]
  readonly isPartial: boolean
}

/** The table of a file, or what KQL gives on the workspace. */
async function inputOf(on: string, flags: PivotFlags, workspace: Workspace, signal: AbortSignal): Promise<Input> {
  if (existsSync(on)) {
    const { tables, ...rest } = await readInputs([on], flags, signal)
    return { ...rest, table: tables[0]! }
  }
  const { table, completeness } = await workspace.run(on, { signal })
  return { table, notices: completeness.notices, isPartial: completeness.status !== 'complete' }
}

function timeOf({ last, start, end, around, within }: PivotFlags): RequestTime {
  return {
    ...(last !== undefined && { timespan: last }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(around !== undefined && { around }),
    ...(within !== undefined && { within }),
  }
}

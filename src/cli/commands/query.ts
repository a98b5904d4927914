import { readFileSync } from 'node:fs'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { TimeRange } from '../../providers/workspace.ts'
import { tableCsv } from '../../report/table-csv.ts'
import { tableJson } from '../../report/table-json.ts'
import { textTable } from '../../report/text-table.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { deliver } from '../output.ts'
import { outputWidth, writeError } from '../terminal.ts'
import { openFromFlags, separateWorkspace, type WorkspaceFlags } from '../workspace-argument.ts'

export interface QueryFlags extends WorkspaceFlags {
  readonly last?: string
  readonly start?: string
  readonly end?: string
  readonly limit?: string
  readonly format: 'text' | 'json' | 'csv'
  readonly csvExact?: boolean
  readonly out?: string
}

export async function query(kqlArgument: string | undefined, flags: QueryFlags): Promise<void> {
  const { workspace: values, positional } = separateWorkspace(
    flags.workspace,
    kqlArgument === undefined ? [] : [kqlArgument],
    1,
  )
  const given = positional[0]
  if (given === undefined) {
    throw new HuntletError('MISSING_QUERY', 'No query was given.', {
      hint: "huntlet query 'SigninLogs | take 10' --workspace ./logs",
    })
  }
  const kql = given === '-' ? readFileSync(0, 'utf8') : given
  const limit = flags.limit === undefined ? undefined : positiveInteger('--limit', flags.limit)

  await interruptible(async (signal) => {
    const workspace = await openFromFlags({ ...flags, workspace: values }, signal, 'nothing')
    try {
      const now = await workspace.now()
      const { resolveTimeRange } = await import('../../notebooklet/time-range.ts')
      const timespan: TimeRange | undefined =
        flags.last || flags.start || flags.end
          ? resolveTimeRange({ timespan: flags.last, start: flags.start, end: flags.end }, now, '36500d')
          : undefined
      const { table, completeness } = await workspace.run(kql, {
        ...(timespan && { timespan }),
        ...(limit !== undefined && { limit }),
        signal,
      })
      if (/\b(now|ago)\s*\(/.test(kql)) writeError(`now() is ${now.at} (${now.source})`)
      for (const notice of completeness.notices) writeError(`notice: ${notice}`)
      if (values.length === 0 && completeness.notices.length > 0)
        writeError('hint: no workspace was given: --workspace ./logs, or --workspace demo')
      await deliver(flags.out, () => {
        switch (flags.format) {
          case 'json':
            return tableJson(table, completeness)
          case 'csv':
            return tableCsv(table, { exact: flags.csvExact === true })
          case 'text':
            return [
              ...textTable(table, { width: outputWidth() }),
              `${table.rowCount} ${table.rowCount === 1 ? 'row' : 'rows'}`,
            ].map((line) => `${line}\n`)
        }
      })
      const cutUnasked = completeness.status === 'truncated' && limit === undefined
      if (completeness.status === 'partial' || cutUnasked) process.exitCode = exitCodes.partial
    } finally {
      await workspace.close()
    }
  })
}

export function positiveInteger(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new HuntletError('BAD_OPTION_VALUE', `${flag} ${text}: expected a whole number above 0.`)
  return Number(text)
}

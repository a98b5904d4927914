import { readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { text } from 'node:stream/consumers'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import type { Table } from '../../lib/table.ts'
import { wordsOf } from '../../lib/words-of.ts'
import type { QueryTable, TimeRange } from '../../providers/workspace.ts'
import { utc, type Zone } from '../../report/charts/zone.ts'
import { tableCsv } from '../../report/table-csv.ts'
import { tableJson } from '../../report/table-json.ts'
import { textTable } from '../../report/text-table.ts'
import { assignment } from '../assignment.ts'
import { displayZone } from '../display-zone.ts'
import { exitCodeOfAnswer } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { deliver } from '../output.ts'
import { outputWidth, progressLine, writeError } from '../terminal.ts'
import { timeOf } from '../time-of.ts'
import { openFromFlags, separateWorkspace, type WorkspaceFlags } from '../workspace-argument.ts'

export interface QueryFlags extends WorkspaceFlags {
  readonly last?: string
  readonly start?: string
  readonly end?: string
  readonly limit?: string
  readonly timeout?: string
  readonly param?: readonly string[]
  readonly format: 'text' | 'json' | 'csv'
  readonly csvExact?: boolean
  readonly out?: string
}

/** `huntlet query KQL`: the answer, and on standard error what is to be known of it. */
export async function query(kqlArgument: string | undefined, flags: QueryFlags): Promise<void> {
  const { workspace: values, positional } = await separateWorkspace(
    flags,
    kqlArgument === undefined ? [] : [kqlArgument],
    1,
  )
  const given = positional[0]
  if (given === undefined) {
    throw new HuntletError('MISSING_QUERY', 'No query was given.', {
      hint: "huntlet query 'SigninLogs | take 10' --workspace ./logs",
    })
  }
  const kql = await kqlOf(given)
  const parameters = flags.param && Object.fromEntries(flags.param.map((text) => assignment('--param', text)))
  const limit = flags.limit === undefined ? undefined : positiveInteger('--limit', flags.limit)
  const timeoutMs = flags.timeout === undefined ? undefined : timeOf('--timeout', flags.timeout)

  await interruptible(async (signal) => {
    const line = progressLine()
    const tell = (text: string) => line.show(safeText(text))
    const workspace = await openFromFlags({ ...flags, workspace: values }, signal, 'default', tell)
    try {
      const now = await workspace.now()
      const { resolveTimeRange } = await import('../../notebooklet/time-range.ts')
      const timespan: TimeRange | undefined =
        flags.last || flags.start || flags.end
          ? resolveTimeRange({ timespan: flags.last, start: flags.start, end: flags.end }, now, '36500d')
          : undefined
      const result = await workspace
        .run(kql, {
          ...(timespan && { timespan }),
          ...(limit !== undefined && { limit }),
          ...(timeoutMs !== undefined && { timeoutMs }),
          ...(parameters && { parameters }),
          signal,
          onProgress: tell,
        })
        .finally(() => line.clear())
      const { completeness } = result
      if (/\b(now|ago)\s*\(/.test(kql)) writeError(`now() is ${now.at} (${now.source})`)
      for (const notice of completeness.notices) writeError(`notice: ${safeText(notice)}`)
      if (values.length === 0 && !flags.table && workspace.kind === 'local' && completeness.notices.length > 0)
        writeError('hint: no workspace was given: --workspace ./logs, or --workspace demo')
      if (flags.format === 'csv') await deliverCsv(result, flags)
      else {
        const zone = await displayZone(flags)
        await deliver(flags.out, () =>
          flags.format === 'json' ? tableJson(result.table, completeness, result) : resultLines(result, zone),
        )
      }
      process.exitCode = exitCodeOfAnswer(result, limit)
    } finally {
      await workspace.close()
    }
  })
}

/** What is asked: the text itself, that of standard input (`-`), or that of a file. No KQL is one word that ends in `.kql`. */
async function kqlOf(given: string): Promise<string> {
  if (given === '-') return text(process.stdin)
  if (!/^\S.*\.(kql|csl)$/i.test(given) || /[|\n]/.test(given)) return given
  try {
    return (await readFile(given, 'utf8')).replace(/^\ufeff/, '')
  } catch (error) {
    throw new HuntletError('NO_SUCH_FILE', `Cannot read the file ${safeText(given)}: ${wordsOf(error)}`, {
      hint: "A query is written in quotes, huntlet query 'SigninLogs | take 10', or read from a file, huntlet query hunt.kql.",
      cause: error,
    })
  }
}

/** The tables one below the other, each under its name where there are several. */
function resultLines({ table, name = '', more = [] }: QueryTable, zone: Zone): string[] {
  const lines = [{ name, table }, ...more].map((each) => [
    ...(more.length > 0 ? [safeText(each.name)] : []),
    ...(each.table.columns.length > 0 ? textTable(each.table, { width: outputWidth(), zone }) : []),
    `${each.table.rowCount} ${each.table.rowCount === 1 ? 'row' : 'rows'}${clockText(each.table, zone)}`,
  ])
  return lines.flatMap((part, index) => [...(index > 0 ? [''] : []), ...part]).map((line) => `${line}\n`)
}

/** By which clock the times above are, where that is not UTC. */
function clockText({ columns }: Table, zone: Zone): string {
  return zone === utc || columns.every(({ type }) => type !== 'datetime')
    ? ''
    : ` · times by the clock of ${zone.label}`
}

/** A CSV holds one table: of several the others go to files beside that of `--out`, or are named. */
async function deliverCsv({ table, more = [] }: QueryTable, { out, csvExact }: QueryFlags): Promise<void> {
  const exact = csvExact === true
  await deliver(out, () => tableCsv(table, { exact }))
  for (const { name, table: other } of more) {
    if (out !== undefined) await deliver(fileBeside(out, name), () => tableCsv(other, { exact }))
    else {
      writeError(
        `notice: CSV shows the first result only; ${safeText(name)} has ${other.rowCount} more rows. --out FILE.csv writes each.`,
      )
    }
  }
}

/** `out.csv` and `Errors` → `out-Errors.csv` */
function fileBeside(file: string, name: string): string {
  const { dir, name: stem, ext } = parse(file)
  return join(dir, `${stem}-${name.replace(/[^\p{L}\p{N}_-]+/gu, '_')}${ext}`)
}

export function positiveInteger(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new HuntletError('BAD_OPTION_VALUE', `${flag} ${text}: expected a whole number above 0.`)
  return Number(text)
}

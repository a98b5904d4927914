/**
 * What making a raw log ready takes, step by step, for logs of 10⁶ rows: process creations with few command lines, with a different one in each
 * row, and Office records with parameters and an id; beside a pass that only reads every cell of the log's columns.
 * Run by hand: `node test/bench/preparation.bench.ts [rows]`.
 */

import { TextColumn } from '../../src/analytics/columns/text-column.ts'
import { buildCommands } from '../../src/analytics/preparation/build-commands.ts'
import { dropAutomation } from '../../src/analytics/preparation/drop-automation.ts'
import { foldCase } from '../../src/analytics/preparation/fold-case.ts'
import { mergeDuplicates } from '../../src/analytics/preparation/merge-duplicates.ts'
import { prepareSessions } from '../../src/analytics/preparation/prepare-sessions.ts'
import type { Prepared } from '../../src/analytics/preparation/prepared.ts'
import { splitCommandLines } from '../../src/analytics/preparation/split-command-lines.ts'
import { stripPorts } from '../../src/analytics/preparation/strip-ports.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { type ColumnData, Table } from '../../src/lib/table.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const steps: Readonly<Record<string, (table: Table) => Prepared>> = {
  'merge-duplicates': mergeDuplicates,
  'strip-ports': stripPorts,
  'fold-case': foldCase,
  'drop-automation': dropAutomation,
  'build-commands': buildCommands,
  'prepare-sessions': (table) => prepareSessions(table, { automation: true }),
}

measure('processes, 2,000 command lines', processLog(2000), { ...steps, 'split-command-lines': splitCommandLines })
measure('processes, a command line a row', processLog(rows), { ...steps, 'split-command-lines': splitCommandLines })
measure('Office records', officeLog(), steps)

function measure(title: string, table: Table, measured: typeof steps): void {
  console.log(`\n${title}: ${table.rowCount} rows`)
  const [, readMs] = timed(() => table.columns.map(({ name }) => table.column(name).length))
  report('reading every cell', readMs, readMs, table.rowCount)
  for (const [name, step] of Object.entries(measured)) {
    const [made, ms] = timed(() => step(table))
    report(name, ms, readMs, made.table.rowCount)
  }
  console.log(`most memory ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`)
}

function report(name: string, ms: number, baseline: number, left: number): void {
  const ratio = (ms / baseline).toFixed(1)
  console.log(
    `  ${name.padEnd(20)} ${ms.toFixed(0).padStart(7)} ms  ${ratio.padStart(6)} ×  ${String(left).padStart(9)} rows`,
  )
}

function timed<T>(work: () => T): readonly [T, number] {
  const from = performance.now()
  const made = work()
  return [made, performance.now() - from]
}

function processLog(commandLines: number): Table {
  const random = generator(7)
  const programs = Array.from(
    { length: 200 },
    (_, at) => `C:\\Windows\\System32\\program${String.fromCharCode(97 + (at % 26))}${at % 7}.exe`,
  )
  const line = (at: number) => {
    const program = programs[at % programs.length]!
    return `"${program}" /mode:${at % 9} -o C:\\Users\\user${at % 50}\\AppData\\Local\\Temp\\${at.toString(36)}.tmp --id ${at * 7919} "two words" /q`
  }
  return tableOf([
    ['TimeGenerated', (row) => 638_396_640_000_000_000n + BigInt(row) * 10_000_000n],
    ['EventID', () => 4688n],
    ['Computer', () => `web${pick(300)}.contoso.com`],
    ['Account', () => `${pick(2) ? 'CONTOSO' : 'contoso'}\\user${pick(500)}`],
    ['SubjectLogonId', () => `0x${pick(5000).toString(16)}`],
    ['NewProcessName', () => programs[pick(programs.length)]!],
    ['ParentProcessName', () => programs[pick(programs.length)]!],
    ['CommandLine', () => line(pick(commandLines))],
    ['IpAddress', () => `10.0.${pick(250)}.${pick(250)}:${pick(60_000)}`],
    ['Type', () => 'SecurityEvent'],
  ])
  function pick(count: number): number {
    return Math.floor(random() * count)
  }
}

function officeLog(): Table {
  const random = generator(9)
  const pick = (count: number) => Math.floor(random() * count)
  return tableOf([
    ['TimeGenerated', (row) => 638_396_640_000_000_000n + BigInt(row - (row % 3 === 2 ? 1 : 0)) * 10_000_000n],
    // A third of the records are repeats.
    ['OfficeId', (row) => `id-${row - (row % 3 === 2 ? 1 : 0)}`],
    ['UserId', () => `${pick(2) ? 'User' : 'user'}${pick(5000)}@contoso.com`],
    ['ClientIP', () => `10.${pick(4)}.${pick(250)}.${pick(250)}:${pick(60_000)}`],
    ['Operation', () => `Set-Thing${pick(300)}`],
    ['Parameters', () => `[{"Name":"Identity","Value":"${pick(100_000)}"},{"Name":"Force","Value":"True"}]`],
    ['OfficeWorkload', () => 'Exchange'],
    ['Type', () => 'OfficeActivity'],
  ])
}

/** A column of bigints is a datetime where its name says time, else a long; all others are texts. */
function tableOf(columns: readonly (readonly [string, (row: number) => string | bigint])[]): Table {
  const types: ColumnType[] = []
  const data: ColumnData[] = []
  for (const [name, cellOf] of columns) {
    if (typeof cellOf(0) === 'bigint') {
      types.push({ name, type: name.startsWith('Time') ? 'datetime' : 'long' })
      data.push({ kind: 'bigints', values: BigInt64Array.from({ length: rows }, (_, row) => cellOf(row) as bigint) })
      continue
    }
    const texts = new TextColumn(rows)
    for (let row = 0; row < rows; row++) texts.set(row, cellOf(row) as string)
    types.push({ name, type: 'string' })
    data.push(texts.toColumn())
  }
  return Table.fromColumns(types, rows, data)
}

/** Mulberry32: seeded, so that every run is alike. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

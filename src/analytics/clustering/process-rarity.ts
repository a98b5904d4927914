import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { type ColumnTexts, columnTexts } from '../columns/column-texts.ts'
import { positionOf } from '../columns/position-of.ts'
import { firstEqualRows } from '../columns/same-rows.ts'
import { withColumns } from '../columns/with-columns.ts'
import { isSystemSession } from './add-process-features.ts'
import { behaviourRarity } from './behaviour-rarity.ts'
import { findClusters } from './cluster-events.ts'
import { findLogColumns, type ProcessLogColumns } from './log-columns.ts'
import { charOrdScore, delimCount } from './text-features.ts'

/** How near processes must be to be in one cluster: the distance published figures were made with. */
const maxDistance = 0.0001

/**
 * A log of created processes with how rare each is, of its source. Added are, as msticpy has them, `ClusterId` int (-1: none), `ClusterSize` int,
 * `Rarity` real (1 / cluster size), by the sum of the code points of path and account, the delimiters of the command line and whether it is
 * the system's session; and ours, `Share` real (the share of processes as unusual as this or more), `Program` string (`parent → folder\name`) and
 * `Arguments` string (their shape). Rows that tell of no new process, and rows told twice, are
 * left out, which a notice says. Throws `COLUMN_UNKNOWN`.
 */
export function processRarity(
  table: Table,
  named: ProcessLogColumns = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const columns = findLogColumns(table, named)
  const created = creationsOf(table, columns.process!)
  const once = withoutRepeats(created)
  const repeats = created.rowCount - once.rowCount
  const others = table.rowCount - created.rowCount
  const notices = [
    ...(others > 0 ? [`Rows that tell of no new process are left out: ${others} of ${table.rowCount}.`] : []),
    ...(repeats > 0 ? [`Records told again are left out: ${repeats} of ${created.rowCount}.`] : []),
  ]
  const result = new Rarities(once.rowCount)
  const sources = rowsBySource(columnTexts(once, columns.source))
  sources.forEach((rows, at) => {
    progress(at, sources.length, 'Comparing processes')
    const part = sources.length === 1 ? once : once.pick(rows)
    result.set(rows, part, columns, (done, total, text) => progress(at + done / total, sources.length, text))
  })
  return { table: withColumns(once, result.columns()), notices: [...notices, ...result.notices] }
}

/** The columns that `processRarity` adds. */
export const rarityColumns = [
  { name: 'ClusterId', type: 'int' },
  { name: 'ClusterSize', type: 'int' },
  { name: 'Rarity', type: 'real' },
  { name: 'Share', type: 'real' },
  { name: 'Program', type: 'string' },
  { name: 'Arguments', type: 'string' },
] as const satisfies readonly ColumnType[]

class Rarities {
  readonly notices: string[] = []
  readonly #clusters: Float64Array
  readonly #sizes: Float64Array
  readonly #shares: Float64Array
  readonly #programs: Uint32Array
  readonly #shapes: Uint32Array
  readonly #programIds = new Map<string, number>()
  readonly #shapeIds = new Map<string, number>()
  #clusterCount = 0

  constructor(count: number) {
    this.#clusters = new Float64Array(count)
    this.#sizes = new Float64Array(count)
    this.#shares = new Float64Array(count)
    this.#programs = new Uint32Array(count)
    this.#shapes = new Uint32Array(count)
  }

  set(rows: Uint32Array, part: Table, columns: ProcessLogColumns, progress: Progress): void {
    const process = columnTexts(part, columns.process)
    const commandLine = columnTexts(part, columns.commandLine)
    const { labels, sizes } = findClusters(
      featuresOf(process, commandLine, columnTexts(part, columns.account), columnTexts(part, columns.logon)),
      { columns: ['pathScore', 'commandlineTokensFull', 'AccountNum', 'isSystemSession'], maxDistance },
      progress,
    )
    const parent = columnTexts(part, columns.parent)
    const host = columnTexts(part, columns.host)
    const { shares, programs, shapes } = behaviourRarity({ process, commandLine, parent, host })
    const programIds = programs.texts.map((text) => positionOf(this.#programIds, text))
    const shapeIds = shapes.texts.map((text) => positionOf(this.#shapeIds, text))
    rows.forEach((row, at) => {
      const cluster = labels[at]!
      this.#clusters[row] = cluster < 0 ? -1 : this.#clusterCount + cluster
      this.#sizes[row] = cluster < 0 ? 1 : sizes[cluster]!
      this.#shares[row] = shares[at]!
      this.#programs[row] = programIds[programs.index[at]!]!
      this.#shapes[row] = shapeIds[shapes.index[at]!]!
    })
    this.#clusterCount += sizes.length
    this.#say(columns, commandLine, parent, rows.length)
  }

  columns(): (readonly [ColumnType, ColumnData])[] {
    const data: ColumnData[] = [
      { kind: 'numbers', values: this.#clusters },
      { kind: 'numbers', values: this.#sizes },
      { kind: 'numbers', values: this.#sizes.map((size) => 1 / size) },
      { kind: 'numbers', values: this.#shares },
      { kind: 'texts', dictionary: [...this.#programIds.keys()], index: this.#programs },
      { kind: 'texts', dictionary: [...this.#shapeIds.keys()], index: this.#shapes },
    ]
    return rarityColumns.map((column, at) => [column, data[at]!])
  }

  #say(columns: ProcessLogColumns, commandLine: ColumnTexts, parent: ColumnTexts, count: number): void {
    const without = emptyRows(commandLine)
    const say = (text: string) => {
      if (!this.notices.includes(text)) this.notices.push(text)
    }
    if (count === 0) return
    if (without === count) {
      say('No command line is logged: processes are told apart by program, folder and parent alone.')
    } else if (without > 0) say(`${without} of ${count} processes have no command line.`)
    if (emptyRows(parent) === count) say('No parent process is logged.')
    if (columns.logon === undefined) say('No logon is logged: all processes of an account on a host are one session.')
  }
}

/** A table of the features that published figures rest on. */
function featuresOf(process: ColumnTexts, command: ColumnTexts, account: ColumnTexts, logon: ColumnTexts): Table {
  const numbers = ({ texts, index }: ColumnTexts, of: (text: string) => number): ColumnData => {
    const values = texts.map(of)
    return { kind: 'numbers', values: Float64Array.from(index, (position) => values[position]!) }
  }
  return Table.fromColumns(
    ['pathScore', 'commandlineTokensFull', 'AccountNum', 'isSystemSession'].map((name) => ({ name, type: 'real' })),
    process.index.length,
    [
      numbers(process, (text) => charOrdScore(text)),
      numbers(command, delimCount),
      numbers(account, (text) => charOrdScore(text)),
      numbers(logon, (text) => Number(isSystemSession(text))),
    ],
  )
}

function emptyRows({ texts, index }: ColumnTexts): number {
  return index.reduce((sum, position) => sum + (texts[position] === '' ? 1 : 0), 0)
}

function rowsBySource({ texts, index }: ColumnTexts): Uint32Array[] {
  const sizes = new Uint32Array(texts.length)
  for (const source of index) sizes[source]!++
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  const next = new Uint32Array(texts.length)
  index.forEach((source, row) => {
    rows[source]![next[source]!++] = row
  })
  return rows.filter(({ length }) => length > 0)
}

/** The event that tells of a new process, in logs of several events, by the column of its program. */
const creationEvents: Readonly<Record<string, string>> = { NewProcessName: '4688', Image: '1' }

/** Rows that tell of a new process: they name a program, and are of the event that does so where the table has event ids. */
function creationsOf(table: Table, process: string): Table {
  const program = columnTexts(table, process)
  const event = columnTexts(table, 'EventID')
  const wanted = table.indexOf('EventID') < 0 ? undefined : creationEvents[process]
  const isCreation = event.texts.map((id) => wanted === undefined || id.replace(/\.0+$/, '') === wanted)
  const rows: number[] = []
  for (let row = 0; row < table.rowCount; row++) {
    if (program.texts[program.index[row]!] !== '' && isCreation[event.index[row]!]) rows.push(row)
  }
  return rows.length === table.rowCount ? table : table.pick(rows)
}

/** Columns that tell two processes of one instant apart. */
const identities = ['NewProcessId', 'ProcessId', 'ProcessGuid', 'pid']

/** The table without rows that are the same as another in every column, where its columns tell processes apart. */
function withoutRepeats(table: Table): Table {
  if (table.rowCount < 2 || identities.every((name) => table.indexOf(name) < 0)) return table
  const first = firstEqualRows(table)
  return table.pick(first.filter((other, row) => other === row))
}

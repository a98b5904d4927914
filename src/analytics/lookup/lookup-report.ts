import { HuntletError } from '../../lib/diagnostic.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { type Json, Table } from '../../lib/table.ts'

/** What became of a table. */
export type TableStatus =
  | 'looked into'
  /** Without a history of its own, in a table that has one: its values are compared with everybody's. */
  | 'new there'
  | 'too little history'
  | 'not there'
  | 'other times'
  | 'no times'
  | 'left over'
  | 'failed'

/** A column and the way its values are written in KQL. */
export interface ReportColumn {
  readonly name: string
  readonly type: KqlType
}

/** A categorical column that was looked into. */
export interface ReportCategory extends ReportColumn {
  /** Distinct values among the entity's records. */
  readonly values: number
  /** Distinct values among all records. */
  readonly distinct: number
}

/** The entity's records with one value of a column, step by step. The column of all its records is empty. */
export interface ReportSeries {
  readonly column: string
  readonly value: string
  readonly counts: readonly number[]
  readonly expected: readonly number[]
  /** As `series_decompose_anomalies` gives them; infinite where the history has no spread: then a text. */
  readonly scores: readonly Json[]
}

/** Instants as ISO texts, durations as Kusto prints them. */
export interface TableReport {
  readonly table: string
  readonly status: TableStatus
  readonly reason: string
  /** Records of the entity near the time. */
  readonly near?: number
  /** Its records in reach, the first and the last of them. */
  readonly records?: number
  readonly first?: string
  readonly last?: string
  /** The first record of the table, where it is known. */
  readonly tableFirst?: string
  /** The columns that hold it, and how many of its records each. */
  readonly holding: readonly (ReportColumn & { readonly records: number })[]
  readonly window?: {
    readonly start: string
    readonly end: string
    readonly step: string
    readonly steps: number
    readonly period: number
  }
  readonly categories: readonly ReportCategory[]
  /** Categorical columns beyond the most that are looked into. */
  readonly leftOut: readonly string[]
  readonly series: readonly ReportSeries[]
  /** Of a table where it is new: values that no other record has, most frequent first. */
  readonly own?: readonly { readonly column: string; readonly value: string; readonly records: number }[]
}

/** Questions of one purpose: asked now, and answered by what was at hand. */
export interface QuestionCount {
  readonly purpose: string
  readonly asked: number
  readonly kept: number
  readonly failed: number
}

/** All that a look-up found. */
export interface LookupReport {
  readonly entity: string
  readonly also: readonly string[]
  readonly match: 'term' | 'substring'
  /** The instant looked at. */
  readonly time: string
  readonly timeFrom: 'given' | 'end of the time range' | 'last seen'
  readonly nearStart: string
  readonly nearEnd: string
  /** As far back as history was asked for. */
  readonly historyStart: string
  /** Steps that are tested, and from which score on they are anomalies. */
  readonly near: number
  readonly threshold: number
  readonly tables: readonly TableReport[]
  readonly questions: readonly QuestionCount[]
  /** Most queries that might be asked. */
  readonly budget: number
  /** Where it is in no table near the time: when and where it was last seen before. */
  readonly lastSeen?: { readonly table: string; readonly time: string }
}

/** `Kind` `lookup` (the first row) or `table`, `Table` its name, `Report` all the rest. */
export const reportColumns = [
  { name: 'Kind', type: 'string' },
  { name: 'Table', type: 'string' },
  { name: 'Report', type: 'dynamic' },
] as const satisfies readonly { readonly name: string; readonly type: KqlType }[]

/** A report as a table, as named data of a notebooklet holds it: a row of what was asked, and one for each table. Empty where there are none. */
export function reportTable(report: LookupReport): Table {
  const { tables, ...rest } = report
  if (tables.length === 0) return Table.empty(reportColumns)
  return Table.fromRows(reportColumns, [
    ['lookup', '', rest as unknown as Json],
    ...tables.map((each) => ['table', each.table, each as unknown as Json]),
  ])
}

/** The report that a table holds; undefined for one without rows. Throws `COLUMN_UNKNOWN` for a table that holds none. */
export function readReport(table: Table): LookupReport | undefined {
  const missing = reportColumns.filter(({ name }) => table.indexOf(name) < 0).map(({ name }) => name)
  if (missing.length > 0) {
    throw new HuntletError('COLUMN_UNKNOWN', `The table is no look-up: it has no column ${missing.join(', ')}.`, {
      hint: 'Steps of a look-up take what the enquiry `anomaly-lookup` gives.',
    })
  }
  const kinds = table.column('Kind')
  const reports = table.column('Report')
  const head = reports[kinds.indexOf('lookup')]
  if (head === undefined) return undefined
  const tables = reports.filter((_, row) => kinds[row] === 'table')
  // Written by `reportTable` above.
  return { ...(head as object), tables } as unknown as LookupReport
}

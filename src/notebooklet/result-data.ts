import type { Table } from '../lib/table.ts'
import type { QueryPiece } from '../providers/workspace.ts'
import type { View } from './view.ts'

export const entityTypes = [
  'account',
  'host',
  'ip',
  'url',
  'domain',
  'file',
  'hash',
  'process',
  'alert',
  'incident',
  'mailbox',
  'application',
  'principal',
  'resource',
  'logon-session',
] as const

export type EntityType = (typeof entityTypes)[number]

/** Something an investigation can go on from. */
export interface Entity {
  readonly type: EntityType
  readonly value: string
  /** Ids of the sections it was found in. */
  readonly sections: readonly string[]
}

export type SectionStatus = 'ok' | 'empty' | 'partial' | 'failed' | 'skipped'

/** The exact question behind a section. */
export interface QueryRecord {
  /** Id of the query template, where there is one. */
  readonly query?: string
  readonly kql: string
  readonly timeRange: { readonly start: string; readonly end: string }
  readonly rowCount: number
  readonly durationMs: number
  readonly completeness: 'complete' | 'partial' | 'truncated' | 'failed'
  /** The parts of the time range that a service was asked for one by one, where it was more than one. */
  readonly pieces?: readonly QueryPiece[]
}

export interface Section {
  readonly id: string
  readonly title: string
  /** What the reader looks at, in a sentence or two. */
  readonly text?: string
  readonly status: SectionStatus
  /** What must be known: a table that is absent, rows cut, an approximation, the error of a failed query. */
  readonly notices: readonly string[]
  readonly view: View
  readonly table?: Table
  readonly queries: readonly QueryRecord[]
  /** Column name → type of the entity its values are: what a pivot from a row offers. */
  readonly entityColumns: Readonly<Record<string, EntityType>>
  /** Id of the follow-up it came from; absent for those of the first run. */
  readonly followUp?: string
}

/** A choice that the run met: several accounts match, say. */
export interface Choice {
  readonly id: string
  readonly title: string
  /** Id of the section that lists them; absent in Results saved before it was kept. */
  readonly section?: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** What was taken, by the user or because only one was possible; absent while it is open. */
  readonly chosen?: string
}

/** Where a pivot began: the run, and the row and column its entity stood in. */
export interface Origin {
  readonly notebooklet: string
  readonly value?: string
  /** Id of the section. */
  readonly section?: string
  readonly column?: string
  /** When the row happened. */
  readonly time?: string
}

export interface ResultRequest {
  readonly notebooklet: string
  readonly value?: string
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly options: readonly string[]
  readonly timeRange: { readonly start: string; readonly end: string; readonly said: string }
  readonly now: { readonly at: string; readonly source: 'given' | 'newest record' | 'clock' }
  readonly workspace: string
  readonly choices: Readonly<Record<string, string>>
  /** Absent where it was asked for as such. */
  readonly from?: Origin
}

export interface FollowUpOffer {
  readonly id: string
  readonly title: string
  /** What it must be given, besides what the run knows: `session: 12`. */
  readonly parameters: readonly {
    readonly name: string
    readonly text: string
    readonly required: boolean
    /** A column whose cell can fill it: of the row under the cursor, say. */
    readonly column?: string
  }[]
  readonly done: boolean
}

/** The plain data of a Result: what is drawn, saved and read back. */
export interface ResultData {
  readonly notebooklet: string
  readonly title: string
  readonly request: ResultRequest
  /** `ok` all sections fine · `empty` nothing found anywhere · `partial` something failed or was cut · `failed` nothing worked · `choice` waits for one. */
  readonly status: 'ok' | 'empty' | 'partial' | 'failed' | 'choice'
  readonly sections: readonly Section[]
  readonly entities: readonly Entity[]
  readonly followUps: readonly FollowUpOffer[]
  readonly choices: readonly Choice[]
  readonly notices: readonly string[]
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: 'plan'; readonly sections: readonly { readonly id: string; readonly title: string }[] }
  | { readonly kind: 'query-started'; readonly section: string; readonly query: string; readonly kql: string }
  | {
      readonly kind: 'query-finished'
      readonly section: string
      readonly query: string
      readonly rowCount: number
      readonly durationMs: number
    }
  | {
      /** What is told of a question under way: that it waits for its turn, is asked again, how many parts of its time range are done. */
      readonly kind: 'query-told'
      readonly section: string
      /** Id of the template; absent of a question of code. */
      readonly query?: string
      readonly text: string
    }
  | {
      /** How far a section's long work has come: a step over many rows, one query of many. */
      readonly kind: 'progress'
      readonly section: string
      readonly text: string
      readonly done: number
      readonly total: number
    }
  | { readonly kind: 'section'; readonly section: Section }
  | { readonly kind: 'choice'; readonly choice: Choice }

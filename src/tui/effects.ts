import type { Table } from '../lib/table.ts'
import type { ResultHandle, RunRequest } from '../notebooklet/desk.ts'
import type { RunEvent } from '../notebooklet/result-data.ts'
import type { Completeness } from '../providers/workspace.ts'
import type { RowOrder } from '../report/charts/column-values.ts'
import type { Zone } from '../report/charts/zone.ts'
import type { Arrangement } from './arrange.ts'
import type { FollowUpCall } from './run/run-state.ts'

/** What the screen asks of the world. `run` is the number under which its answers come back as actions. */
export type Effect =
  | { readonly kind: 'run'; readonly run: number; readonly request: RunRequest }
  | {
      readonly kind: 'follow-up'
      readonly run: number
      readonly handle: ResultHandle
      readonly id: string
      readonly parameters: Readonly<Record<string, string>>
    }
  | { readonly kind: 'cancel'; readonly run: number }
  | {
      readonly kind: 'arrange'
      readonly run: number
      readonly section: string
      readonly ticket: number
      readonly table: Table
      readonly arrangement: Arrangement
      readonly zone: Zone
    }
  | {
      readonly kind: 'export'
      readonly name: string
      readonly format: 'csv' | 'json'
      readonly table: Table
      readonly rows: RowOrder
      readonly columns: readonly string[]
      readonly completeness: Completeness
    }
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  /** The analyst lets these services be asked, now and in future. */
  | { readonly kind: 'agree'; readonly services: readonly string[] }
  | { readonly kind: 'exit' }

/** Why something failed, ready to be read: the message, the next step, frames of the diagnostics. */
export interface Failure {
  readonly message: string
  readonly hint?: string
  readonly details: readonly string[]
}

/** What the world answers, and what the user does. */
export type Action =
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'tick'; readonly at: number }
  | {
      readonly kind: 'start'
      readonly request: RunRequest
      readonly after?: readonly FollowUpCall[]
      readonly at: number
    }
  | { readonly kind: 'run-event'; readonly run: number; readonly event: RunEvent; readonly at: number }
  | { readonly kind: 'run-finished'; readonly run: number; readonly handle: ResultHandle; readonly at: number }
  | { readonly kind: 'run-failed'; readonly run: number; readonly failure: Failure; readonly at: number }
  | { readonly kind: 'run-cancelled'; readonly run: number; readonly at: number }
  | {
      readonly kind: 'arranged'
      readonly run: number
      readonly section: string
      readonly ticket: number
      readonly rows: RowOrder
    }
  | { readonly kind: 'said'; readonly tone: 'good' | 'warn' | 'bad'; readonly text: string }
  /** Something to be read and acted on, which stays until it is closed. */
  | { readonly kind: 'announced'; readonly title: string; readonly text: string }

import type { RunRequest } from '../../notebooklet/desk.ts'
import type { EntityFunction } from '../../notebooklet/entity-functions.ts'
import type { Origin, Section } from '../../notebooklet/result-data.ts'
import type { RowOrder } from '../../report/charts/column-values.ts'
import type { Tone } from '../../report/charts/styled-line.ts'
import type { CommandName } from '../keys.ts'
import type { LineInput } from '../line-input.ts'
import type { PivotTimeChoice } from '../run/pivot-menu.ts'

/** What can lie over a screen. */
export type Overlay = RecordOverlay | PageOverlay | PickOverlay | FormOverlay | ConfirmOverlay

/** One row with all its cells, whole. */
export interface RecordOverlay {
  readonly kind: 'record'
  readonly section: Section
  /** The rows one can step through; absent: all of the table. */
  readonly rows: RowOrder
  /** Position among them. */
  readonly at: number
  /** The line the cursor is on, and the first shown. */
  readonly line: number
  readonly top: number
}

/** Text to be read: the KQL behind a section, notices, problems. */
export interface PageOverlay {
  readonly kind: 'page'
  readonly title: string
  readonly paragraphs: readonly Paragraph[]
  readonly top: number
  /** What `y` copies, and what it is called then. */
  readonly copy?: { readonly text: string; readonly what: string }
}

export interface Paragraph {
  readonly text: string
  readonly tone?: Tone
  readonly bold?: boolean
  /** Lines that are broken go on set in, so that each line of a query is still one to the eye. */
  readonly isCode?: boolean
}

/** A list to choose from; typing narrows it. */
export interface PickOverlay {
  readonly kind: 'pick'
  readonly purpose: 'help' | 'palette' | 'follow-up' | 'pivot' | 'choice' | 'columns' | 'frequency' | 'look-up'
  readonly title: string
  readonly text?: string
  readonly items: readonly PickItem[]
  readonly input: LineInput
  readonly at: number
  readonly top: number
  /** Of a pivot: the times it can take along, which of them is chosen, and the text before what is said of it. */
  readonly times?: { readonly choices: readonly PivotTimeChoice[]; readonly at: number; readonly text: string }
}

export interface PickItem {
  readonly label: string
  readonly detail?: string
  /** The key that does the same without the list. */
  readonly key?: string
  /** A heading the item stands under. */
  readonly group?: string
  /** `on`/`off` for what is switched, not chosen. */
  readonly isOn?: boolean
  /** Why it cannot be chosen now. */
  readonly disabled?: string
  readonly does: PickAction
}

export type PickAction =
  | { readonly kind: 'command'; readonly command: CommandName }
  | { readonly kind: 'section'; readonly index: number }
  | { readonly kind: 'notebooklet'; readonly id: string; readonly request: RunRequest }
  | { readonly kind: 'function'; readonly does: EntityFunction; readonly value: string; readonly from: Origin }
  | { readonly kind: 'look-up'; readonly request: RunRequest }
  /** The answer to whether services may be asked; none: only what is here is. */
  | { readonly kind: 'send'; readonly request: RunRequest; readonly services: readonly string[] }
  | { readonly kind: 'follow-up'; readonly id: string }
  | { readonly kind: 'choose'; readonly choice: string; readonly value: string }
  | { readonly kind: 'reopen-choice'; readonly choice: string }
  | { readonly kind: 'toggle-column'; readonly name: string }
  | { readonly kind: 'filter'; readonly text: string }

/** Fields to fill in. */
export interface FormOverlay {
  readonly kind: 'form'
  readonly title: string
  readonly text?: string
  readonly fields: readonly Field[]
  readonly at: number
  readonly error?: string
  readonly submit: FormPurpose
}

export interface Field {
  readonly id: string
  readonly label: string
  /** What it is for, shown while the cursor is in it. */
  readonly text: string
  readonly required: boolean
  readonly input: LineInput
  /** Line breaks that are pasted stay, and the form is as wide as it can be. */
  readonly keepsLines?: boolean
  /** The only values it may have: left and right go through them. */
  readonly values?: readonly string[]
}

export type FormPurpose =
  | { readonly kind: 'run'; readonly base: RunRequest }
  | { readonly kind: 'follow-up'; readonly id: string }
  | { readonly kind: 'export' }

export interface ConfirmOverlay {
  readonly kind: 'confirm'
  readonly text: string
  readonly does: 'quit' | 'leave'
}

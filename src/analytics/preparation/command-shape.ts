import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import type { ColumnTexts } from '../columns/column-texts.ts'
import type { ValueChoice } from './split-command-lines.ts'

/** The commands a log tells of, in the rows that tell of one. */
export interface CommandRows {
  /** The rows that tell of a command, with columns read out of others where that was needed. */
  readonly table: Table
  readonly commands: ColumnTexts
  /** JSON: a list of names, or a bag of names and values. */
  readonly parameters: ColumnTexts
  /** What was chosen, in words that follow “Commands: ”. */
  readonly notices: readonly string[]
}

/** A kind of log whose commands are known. */
export interface CommandShape {
  readonly name: string
  /** Columns that must be there and say something. */
  readonly required: readonly string[]
  /** Columns that speak for it, too. */
  readonly also: readonly string[]
  /** Columns that together tell an actor, of those that say something. */
  readonly actor: readonly string[]
  /** What becomes of values unless told otherwise. */
  readonly values: ValueChoice
  read(table: Table, values: ValueChoice, progress: Progress): CommandRows
}

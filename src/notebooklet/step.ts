import type { z } from 'zod'
import type { ColumnType } from '../lib/kql-type.ts'
import type { Progress } from '../lib/progress.ts'
import type { Table } from '../lib/table.ts'

/** A pure function over tables that notebooklets call by name. */
export interface StepDefinition<Options = unknown> {
  readonly text: string
  /** What each table it is given is. */
  readonly inputs: readonly [string, ...string[]]
  readonly options: z.ZodType<Options>
  /** The columns each input must have, with what they hold, where the step would find nothing without them rather than say so. */
  needs?(options: Options): readonly (readonly Need[])[]
  /** The columns that come out, where a run on empty tables does not tell: for checks. */
  columns?(inputs: readonly (readonly ColumnType[])[], options: Options): readonly ColumnType[]
  /** Whether it takes a moment however much data there is: then it is run where we are, and nothing is sent to a thread. */
  isQuick?(options: Options): boolean
  /** Tables in, table out. Throws an Error whose message names what was found and expected. Long work tells `progress`. */
  run(tables: readonly Table[], options: Options, progress: Progress): Table | StepOutput
}

/** A column that must be there, by any of some names, and what it holds. */
export interface Need {
  readonly columns: readonly [string, ...string[]]
  readonly holds: string
}

/** A table with what must be known of it. */
export interface StepOutput {
  readonly table: Table
  readonly notices: readonly string[]
}

/** A step with its options' type forgotten: the registry checks options before it runs one. */
export function defineStep<Options>(step: StepDefinition<Options>): StepDefinition {
  return step as StepDefinition<unknown> as StepDefinition
}

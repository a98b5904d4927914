import type { Table } from '../lib/table.ts'
import { checkedOptions } from './checked-options.ts'
import { refuseMissingColumns } from './required-columns.ts'
import type { StepDefinition, StepOutput } from './step.ts'
import { outputOf } from './step-message.ts'
import { type StepHooks, StepWorker } from './step-worker.ts'
import { steps } from './steps.ts'

/** Cells and characters from which on a step might take longer than a screen may stand still. */
const heavy = 200_000

const worker = new StepWorker()

/**
 * Runs a step: much data in a thread, little, and what takes a moment, at once where we are, as a thread costs some tens of milliseconds
 * to start. A step of a notebooklet's own is code that cannot leave its thread. Throws `INVALID_OPTIONS`, what the step throws, and `CANCELLED`.
 */
export async function runStep(
  name: string,
  step: StepDefinition,
  tables: readonly Table[],
  written: unknown,
  hooks: StepHooks,
): Promise<StepOutput> {
  const options = checkedOptions(`Step \`${name}\``, step.options, written, `huntlet step ${name} shows its options.`)
  // What has no rows may have no columns either: a query that failed, a table that is not there.
  const inputs = tables.map(({ columns }) => columns)
  if (tables.every(({ rowCount }) => rowCount > 0)) refuseMissingColumns(step, inputs, options)
  const isEverybodys = Object.hasOwn(steps, name) && steps[name] === step
  const isHeavy = isEverybodys && !step.isQuick?.(options) && tables.some((table) => weightOf(table) > heavy)
  if (isHeavy) return worker.run(name, tables, options, hooks)
  return outputOf(step.run(tables, options, hooks.progress))
}

function weightOf({ rowCount, columns, data }: Table): number {
  let weight = rowCount * columns.length
  for (const column of data) {
    if (column.kind === 'texts') for (const text of column.dictionary) weight += text.length
  }
  return weight
}

import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import type { StepDefinition } from './step.ts'

/** Throws `COLUMN_UNKNOWN` where an input lacks a column that the step needs: it names those that are missing, and those there are. */
export function refuseMissingColumns(
  step: StepDefinition,
  inputs: readonly (readonly ColumnType[])[],
  options: unknown,
): void {
  for (const [at, needs] of (step.needs?.(options) ?? []).entries()) {
    const names = inputs[at]?.map(({ name }) => name) ?? []
    const missing = needs.filter(({ columns }) => !columns.some((column) => names.includes(column)))
    if (missing.length === 0) continue
    const listed = missing.map(({ columns, holds }) => `${quoted(columns, ' or ')} (${holds})`).join(', ')
    const close = missing.length === 1 ? nearest(missing[0]!.columns[0], names) : undefined
    const which = inputs.length === 1 ? 'The table' : `The ${ordinals[at] ?? `${at + 1}th`} table`
    throw new HuntletError('COLUMN_UNKNOWN', `${which} has no column ${listed}.`, {
      hint: `${close === undefined ? '' : `Did you mean \`${close}\`? `}It has ${quoted(names, ', ') || 'no columns'}.`,
    })
  }
}

const ordinals = ['first', 'second', 'third']

function quoted(names: readonly string[], between: string): string {
  return names.map((name) => `\`${name}\``).join(between)
}

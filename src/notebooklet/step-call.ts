import { parseDocument } from 'yaml'
import { HuntletError } from '../lib/diagnostic.ts'
import type { StepDefinition } from './step.ts'
import { stepNamed } from './steps.ts'

/** A step with what it is asked for. */
export interface StepCall {
  readonly name: string
  readonly step: StepDefinition
  readonly options: unknown
}

/**
 * A step as one writes it in a line: its name, and its options as they stand under `with:` of a notebooklet, in braces:
 * `sessionize {by: [UserId], event: Operation}`. Throws `UNKNOWN_STEP`, and `BAD_STEP` where the options are no YAML mapping.
 */
export function parseStepCall(text: string): StepCall {
  const [, name = '', rest = ''] = /^\s*([\w-]*)\s*(.*)$/s.exec(text) ?? []
  const step = stepNamed({}, name)
  if (rest.trim() === '') return { name, step, options: {} }
  const document = parseDocument(rest)
  const [fault] = document.errors
  const options: unknown = fault ? undefined : document.toJS()
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return { name, step, options }
  throw new HuntletError('BAD_STEP', `\`${text}\`: ${fault?.message.split('\n')[0] ?? 'the options are no mapping.'}`, {
    hint: `Options stand in braces after the name: ${name} {rows: 10, columns: [UserId]}`,
  })
}

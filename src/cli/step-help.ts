import { z } from 'zod'
import type { StepDefinition } from '../notebooklet/step.ts'
import { steps } from '../notebooklet/steps.ts'

/** Every step with what it does, in lines. */
export function listSteps(): string[] {
  const names = Object.keys(steps).sort()
  const width = Math.max(...names.map((name) => name.length))
  return [
    ...names.map((name) => `${name.padEnd(width)}  ${steps[name]!.text}\n`),
    '\nhuntlet step NAME shows what a step takes; huntlet step "NAME {option: value}" --on FILE runs it.\n',
  ]
}

/** What a step does, takes and can be asked for, in lines. */
export function describeStep(name: string, step: StepDefinition): string[] {
  const options = optionLines(step)
  return [
    `${name}: ${step.text}\n`,
    ...step.inputs.flatMap((input, at) => [`  input ${at + 1}  ${input}\n`, ...neededLines(step, at)]),
    ...(options.length > 0 ? ['  options\n', ...options.map((line) => `    ${line}\n`)] : []),
    `  huntlet step "${name}${options.length > 0 ? ' {…}' : ''}"${step.inputs.map(() => ' --on FILE').join('')}\n`,
  ]
}

/** The columns an input must have, where the step says so of its default options. */
function neededLines(step: StepDefinition, at: number): string[] {
  const options = step.options.safeParse({})
  const needs = (options.success && step.needs?.(options.data)?.[at]) || []
  return needs.map(({ columns, holds }) => `    needs  ${columns.join(' or ')}  ${holds}\n`)
}

interface OptionSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly OptionSchema[]
  readonly items?: OptionSchema
  readonly default?: unknown
  readonly description?: string
}

/** One line for each option: its name, what it may be, its default. */
function optionLines({ options }: StepDefinition): string[] {
  const schema = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' })
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, OptionSchema>>)
  const width = Math.max(0, ...properties.map(([name]) => name.length))
  return properties.map(([name, option]) => {
    const isRequired = schema.required?.includes(name) === true
    const said = option.default === undefined ? '' : ` = ${JSON.stringify(option.default)}`
    const text = option.description === undefined ? '' : `  ${option.description}`
    return `${name.padEnd(width)}  ${typeText(option)}${said}${isRequired ? ' (required)' : ''}${text}`
  })
}

function typeText({ type, enum: values, anyOf, items }: OptionSchema): string {
  if (values) return values.map(String).join(' | ')
  if (anyOf) return [...new Set(anyOf.map(typeText))].join(' | ')
  if (type === 'array') return items ? `list of ${typeText(items)}` : 'list'
  if (type === 'object') return 'mapping'
  return type ?? 'any'
}

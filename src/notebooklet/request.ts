import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { Workspace } from '../providers/workspace.ts'
import { type Parameter, type ParameterValue, parameterText, parseParameter } from '../queries/parameter.ts'
import { copiedValue } from './copied-value.ts'
import type { NotebookletDefinition } from './definition.ts'
import type { RunRequest } from './desk.ts'
import type { ResultRequest } from './result-data.ts'
import { resolveOptions } from './run-options.ts'
import { runTimeRange } from './time-range.ts'

/** A value as bindings, steps and code see it: datetimes and timespans as text, a long beyond ±2^53 as text. */
export type PlainValue = string | number | boolean | readonly (string | number | boolean)[]

/** What a run was asked for, checked and complete. */
export interface ResolvedRequest {
  readonly said: Omit<ResultRequest, 'choices'>
  /** The value and the parameters by name. */
  readonly values: Readonly<Record<string, PlainValue>>
  /** Answers to choices, as given: `account=alice` or `alice`. */
  readonly answers: readonly string[]
}

/** Checks a request against its notebooklet. Throws HuntletError; its code names what is wrong. */
export async function resolveRequest(
  definition: NotebookletDefinition,
  workspace: Workspace,
  request: Omit<RunRequest, 'notebooklet'>,
): Promise<ResolvedRequest> {
  const options = resolveOptions(definition.options, request.options ?? [])
  const parameters = resolveParameters(definition.id, definition.parameters, request.parameters ?? {})
  const written = request.value === undefined ? undefined : copiedValue(request.value, definition.entities)
  const value = resolveValue(definition, written)
  const now = await workspace.now()
  const timeRange = await runTimeRange(workspace, request, definition.timespan, now)
  return {
    said: {
      notebooklet: definition.id,
      value: written === request.value?.trim() ? request.value : written,
      parameters: parameters.said,
      options,
      timeRange,
      now,
      workspace: workspace.name,
      ...(request.from && { from: request.from }),
    },
    values: { ...parameters.values, ...(value !== undefined && { value }) },
    answers: request.choose ?? [],
  }
}

/** A saved request, as a run can go on from it. */
export function reopenRequest(definition: NotebookletDefinition, saved: ResultRequest): ResolvedRequest {
  const { choices, ...said } = saved
  const parameters = resolveParameters(definition.id, definition.parameters, saved.parameters)
  const value = resolveValue(definition, saved.value)
  return {
    said,
    values: { ...parameters.values, ...(value !== undefined && { value }) },
    answers: Object.entries(choices).map(([id, chosen]) => `${id}=${chosen}`),
  }
}

/** Parameters as written → plain values and what a Result says of them. Throws `UNKNOWN_PARAMETER`, `MISSING_PARAMETER`, `INVALID_PARAMETER`. */
export function resolveParameters(
  owner: string,
  declared: Readonly<Record<string, Parameter>>,
  written: Readonly<Record<string, unknown>>,
): {
  readonly values: Readonly<Record<string, PlainValue>>
  readonly said: Readonly<Record<string, string | number | boolean>>
} {
  for (const name of Object.keys(written)) {
    if (Object.hasOwn(declared, name)) continue
    const known = Object.keys(declared)
    const close = nearest(name, known)
    throw new HuntletError('UNKNOWN_PARAMETER', `\`${owner}\` has no parameter \`${name}\`.`, {
      hint: close ? `Did you mean \`${close}\`?` : `Its parameters: ${known.join(', ') || 'none'}.`,
    })
  }
  const values: Record<string, PlainValue> = {}
  const said: Record<string, string | number | boolean> = {}
  for (const [name, parameter] of Object.entries(declared)) {
    const given = Object.hasOwn(written, name) ? written[name] : parameter.default
    if (given === undefined) {
      throw new HuntletError('MISSING_PARAMETER', `\`${owner}\` needs the parameter \`${name}\`.`, {
        hint: [parameter.text, exampleOf(name, parameter)].filter(Boolean).join(' '),
      })
    }
    const parsed = parseParameter(parameter, given)
    if ('problem' in parsed) {
      throw new HuntletError('INVALID_PARAMETER', `Parameter \`${name}\` of \`${owner}\` ${parsed.problem}.`, {
        hint: parameter.text,
      })
    }
    values[name] = plainValue(parameter, parsed.value)
    const text = parameterText(parameter, parsed.value)
    said[name] = typeof parsed.value === 'number' || typeof parsed.value === 'boolean' ? parsed.value : text
  }
  return { values, said }
}

/** A typed value as bindings see it. */
export function plainValue(parameter: Parameter, value: ParameterValue): PlainValue {
  if (Array.isArray(value)) {
    const item: Parameter = { type: parameter.items ?? 'string' }
    return value.map((each) => plainValue(item, each) as string | number | boolean)
  }
  if (typeof value !== 'bigint') return value as string | number | boolean
  const isSmall = parameter.type === 'long' && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
  return isSmall ? Number(value) : parameterText(parameter, value)
}

function resolveValue(definition: NotebookletDefinition, written: string | undefined): PlainValue | undefined {
  const { value, id } = definition
  if (!value) {
    if (written === undefined || written === '') return undefined
    throw new HuntletError('UNEXPECTED_VALUE', `\`${id}\` takes no value, but was given \`${written.slice(0, 60)}\`.`, {
      hint: 'What it can be told are its parameters and options.',
    })
  }
  const given = written === undefined || written.trim() === '' ? value.default : written.trim()
  if (given === undefined) {
    throw new HuntletError(
      'MISSING_VALUE',
      `\`${id}\` needs a value to run on${value.text ? `: ${value.text}` : ''}.`,
      {
        hint: value.example === undefined ? undefined : `For example: ${String(value.example)}`,
      },
    )
  }
  const parsed = parseParameter(value, given)
  if ('problem' in parsed) {
    throw new HuntletError('INVALID_VALUE', `The value of \`${id}\` ${parsed.problem}.`, { hint: value.text })
  }
  return plainValue(value, parsed.value)
}

function exampleOf(name: string, parameter: Parameter): string {
  return parameter.example === undefined ? '' : `For example ${name}=${String(parameter.example)}.`
}

/** A parameter that takes one value gets the first of several, and nothing where there is none. */
export function fitting<Value>(
  declared: Readonly<Record<string, Parameter>>,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const fitted = Object.entries(values).flatMap(([name, value]) => {
    if (!Array.isArray(value) || declared[name]?.type === 'list') return [[name, value] as const]
    return value.length > 0 ? [[name, value[0]] as const] : []
  })
  return Object.fromEntries(fitted)
}

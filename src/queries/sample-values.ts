import { type Parameter, type ParameterValue, parseParameter } from './parameter.ts'
import { isGiven } from './template-conditions.ts'

/** A value to check a query with: its default or example, else the first it may have, else one of its type. */
export function sampleValue(parameter: Parameter): ParameterValue {
  const written = parameter.default ?? parameter.example ?? parameter.values?.[0] ?? typeSample(parameter)
  return typed(parameter, written)
}

/** A value for which `{{#if}}` holds. */
export function givenValue(parameter: Parameter): ParameterValue {
  const candidates = [parameter.example, parameter.default, ...(parameter.values ?? []), typeSample(parameter)]
  const written = candidates.find((each) => each !== undefined && isGiven(typed(parameter, each)))
  return typed(parameter, written ?? typeSample(parameter))
}

/** A value for which `{{#if}}` does not hold, or undefined where the parameter has none. */
export function absentValue(parameter: Parameter): ParameterValue | undefined {
  if (parameter.values && parameter.type !== 'list') {
    const absent = parameter.values.find((value) => !isGiven(typed(parameter, value)))
    return absent === undefined ? undefined : typed(parameter, absent)
  }
  switch (parameter.type) {
    case 'string':
      return ''
    case 'int':
    case 'real':
      return 0
    case 'long':
    case 'timespan':
      return 0n
    case 'bool':
      return false
    case 'list':
      return []
    default:
      return undefined
  }
}

/** A value as written → typed; one that is none of the type gives the type's own sample, because its fault is told elsewhere. */
function typed(parameter: Parameter, written: unknown): ParameterValue {
  const parsed = parseParameter(parameter, written)
  if ('value' in parsed) return parsed.value
  const fallback = parseParameter({ type: parameter.type, items: parameter.items }, typeSample(parameter))
  return 'value' in fallback ? fallback.value : ''
}

function typeSample({ type, items = 'string' }: Parameter): unknown {
  if (type === 'list') return [samples[items]]
  return samples[type]
}

const samples = {
  string: 'example',
  int: 1,
  long: 1,
  real: 0.5,
  bool: true,
  datetime: '2026-01-01T00:00:00Z',
  timespan: '1h',
  table: 'SigninLogs',
  column: 'TimeGenerated',
} as const

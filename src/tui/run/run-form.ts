import type { NotebookletInfo, ParameterInfo, RunRequest } from '../../notebooklet/desk.ts'
import type { EntityType } from '../../notebooklet/result-data.ts'
import { lineInput } from '../line-input.ts'
import { fieldText } from '../overlays/form.ts'
import type { Field, FormOverlay } from '../overlays/overlay.ts'
import { timeFromText, timeText } from './time-text.ts'

const entityLabels: Readonly<Record<EntityType, string>> = {
  account: 'Account',
  host: 'Host',
  ip: 'IP address',
  url: 'URL',
  domain: 'Domain',
  file: 'File',
  hash: 'Hash',
  process: 'Process',
  alert: 'Alert',
  resource: 'Resource',
  incident: 'Incident',
  mailbox: 'Mailbox',
  application: 'Application',
  principal: 'AWS principal',
  'logon-session': 'Logon session',
}

/** What a notebooklet can be asked, filled with what a request asks already. */
export function runForm(info: NotebookletInfo, base: RunRequest): FormOverlay {
  const isKql = info.id === 'query'
  const value: Field[] = info.value
    ? [
        {
          id: 'value',
          label: isKql ? 'KQL' : info.entities[0] ? entityLabels[info.entities[0]] : 'Value',
          text: info.value.text || `What to look at${info.entities.length > 0 ? `: ${info.entities.join(', ')}` : ''}`,
          required: info.value.required,
          input: lineInput(base.value),
          // A comment in it ends with its line.
          ...(isKql && { keepsLines: true }),
        },
      ]
    : []
  const time: Field = {
    id: 'time',
    label: 'Time range',
    text: `7d back from now, 2021-04-01 .. 2021-04-08 or 2021-04-01T08:00 ± 6h. Empty: the notebooklet's own (files are taken whole; else ${info.timespan})`,
    required: false,
    input: lineInput(timeText(base)),
  }
  return {
    kind: 'form',
    title: info.title,
    text: info.text,
    fields: [
      ...value,
      ...info.parameters.map((parameter) => parameterField(parameter, base.parameters?.[parameter.name])),
      time,
      ...info.options.map((option) => optionField(option, base.options)),
    ],
    at: 0,
    submit: { kind: 'run', base },
  }
}

/** The request a filled form makes. What was left as it is by default is not said. */
export function requestOf(form: FormOverlay, info: NotebookletInfo, base: RunRequest): RunRequest {
  const value = fieldText(form, 'value')
  const parameters = Object.fromEntries(
    info.parameters
      .map(({ name }) => [name, fieldText(form, `parameter ${name}`)] as const)
      .filter(([name, text]) => text !== '' && text !== info.parameters.find((each) => each.name === name)?.default),
  )
  const options = info.options.flatMap(({ name, default: isOn }) => {
    const wanted = fieldText(form, `option ${name}`) === 'yes'
    return wanted === isOn ? [] : [`${wanted ? '+' : '-'}${name}`]
  })
  return {
    notebooklet: info.id,
    ...(value !== '' && { value }),
    ...timeFromText(fieldText(form, 'time')),
    ...(options.length > 0 && { options }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    // Answers given to choices stay given as long as they are about the same value.
    ...(base.choose && base.value === value && { choose: base.choose }),
    ...(base.from && base.value === value && { from: base.from }),
  }
}

function parameterField(parameter: ParameterInfo, given: string | undefined): Field {
  const { name, text, type, required } = parameter
  const fallback = parameter.default === undefined ? '' : `; default ${parameter.default}`
  const values = parameter.values ?? (type === 'bool' ? ['true', 'false'] : undefined)
  return {
    id: `parameter ${name}`,
    label: capitalized(name),
    text: `${text || name} (${type}${fallback})`,
    required: required && parameter.default === undefined,
    input: lineInput(given ?? parameter.default ?? (values ? values[0] : '')),
    ...(values && { values }),
  }
}

function optionField(option: NotebookletInfo['options'][number], given: readonly string[] | undefined): Field {
  const plain = given?.filter((word) => !/^[+-]/.test(word)) ?? []
  const byDefault = plain.length > 0 ? plain.includes(option.name) : option.default
  const isOn = given?.includes(`-${option.name}`) ? false : given?.includes(`+${option.name}`) || byDefault
  return {
    id: `option ${option.name}`,
    label: capitalized(option.name),
    text: `${option.text || option.name} (on by default: ${option.default ? 'yes' : 'no'})`,
    required: false,
    input: lineInput(isOn ? 'yes' : 'no'),
    values: ['yes', 'no'],
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

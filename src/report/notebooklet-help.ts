import type { NotebookletInfo, ParameterInfo } from '../notebooklet/desk.ts'
import { parameterForm } from './parameter-form.ts'

/** What a notebooklet answers, takes, shows and goes on with, as lines of text. */
export function notebookletHelp(info: NotebookletInfo): string[] {
  const call = `huntlet run ${info.id}${info.value ? (info.value.required ? ' VALUE' : ' [VALUE]') : ''} --workspace ./logs`
  return [
    `${info.title} (${info.id})`,
    info.text,
    '',
    `  ${call}`,
    ...(info.value ? [`  VALUE  ${info.value.text}${info.value.required ? '' : ' (may be left out)'}`] : []),
    ...(info.entities.length > 0 ? [`  pivots from: ${info.entities.join(', ')}`] : []),
    `  time range: --last ${info.timespan} where the workspace never ends; every record of files`,
    ...block(
      'Options (--option +name, -name)',
      info.options.map(({ name, default: on, text }) => [`${on ? '+' : '-'}${name}`, text]),
    ),
    ...block('Parameters (--param name=value)', info.parameters.map(parameterLine)),
    ...block(
      'Sections',
      info.sections.map(({ id, title }) => [id, title]),
    ),
    ...block(
      'Follow-ups (--follow-up id)',
      info.followUps.map(({ id, title, parameters }) => [[id, ...parameters.map(parameterForm)].join(' '), title]),
    ),
    '',
    `From: ${info.origin}`,
  ]
}

function parameterLine({ name, type, text, default: value, required, values }: ParameterInfo): [string, string] {
  const about = [type, values?.join(' | '), required ? 'required' : `default ${value === '' ? 'none' : value}`].filter(
    Boolean,
  )
  return [name, `${text} (${about.join('; ')})`]
}

function block(title: string, lines: readonly (readonly [string, string] | readonly string[])[]): string[] {
  if (lines.length === 0) return []
  const width = Math.max(...lines.map(([head]) => head!.length))
  return ['', title, ...lines.map(([head, text]) => `  ${head!.padEnd(width)}  ${text}`)]
}

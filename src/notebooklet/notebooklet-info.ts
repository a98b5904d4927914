import type { Parameter } from '../queries/parameter.ts'
import { parameterText, parseParameter } from '../queries/parameter.ts'
import type { FollowUpParameter, NotebookletDefinition } from './definition.ts'
import type { NotebookletInfo, ParameterInfo } from './desk.ts'

/** What lists, search and help show of a notebooklet. */
export function notebookletInfo(definition: NotebookletDefinition, origin: string): NotebookletInfo {
  const { id, title, text, entities, keywords, value, timespan } = definition
  return {
    id,
    title,
    text,
    entities,
    keywords,
    value: value && { required: value.required === true, text: value.text ?? '' },
    timespan,
    options: Object.entries(definition.options).map(([name, option]) => ({ name, ...option })),
    parameters: parameterInfos(definition.parameters),
    sections: definition.sections.map((section) => ({ id: section.id, title: section.title })),
    followUps: Object.entries(definition.followUps).map(([id, followUp]) => ({
      id,
      title: followUp.title,
      parameters: parameterInfos(followUp.parameters),
    })),
    origin,
  }
}

function parameterInfos(parameters: Readonly<Record<string, FollowUpParameter | Parameter>>): ParameterInfo[] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const parsed = parameter.default === undefined ? undefined : parseParameter(parameter, parameter.default)
    return {
      name,
      type: parameter.type,
      text: parameter.text ?? '',
      default: parsed && 'value' in parsed ? parameterText(parameter, parsed.value) : undefined,
      required: parameter.required === true,
      values: parameter.values?.map(String),
      column: 'column' in parameter ? parameter.column : undefined,
    }
  })
}

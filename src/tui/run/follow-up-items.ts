import type { NotebookletInfo } from '../../notebooklet/desk.ts'
import type { FollowUpOffer, ResultData, Section } from '../../notebooklet/result-data.ts'
import { plainText } from '../cell-display.ts'
import { lineInput } from '../line-input.ts'
import type { Field, FormOverlay, PickItem } from '../overlays/overlay.ts'

/** The result's follow-ups, and before them the choices it waits for, after them those that were made. */
export function followUpItems(data: ResultData): readonly PickItem[] {
  const choices = data.choices.filter(({ options, chosen }) => chosen === undefined || options.length > 1)
  const choiceItem = ({ id, title, chosen, options }: ResultData['choices'][number]): PickItem => ({
    label: title,
    detail:
      chosen === undefined
        ? `open: ${options.length} to choose from`
        : `now ${chosen}; ${options.length} to choose from`,
    group: chosen === undefined ? 'Open choices' : 'Choices made',
    does: { kind: 'reopen-choice', choice: id },
  })
  return [
    ...choices.filter(({ chosen }) => chosen === undefined).map(choiceItem),
    ...data.followUps.map(
      (offer): PickItem => ({
        label: offer.title,
        detail: [offer.done ? 'done; runs again' : '', parametersText(offer)].filter((text) => text !== '').join('; '),
        group: groupOf(offer),
        does: { kind: 'follow-up', id: offer.id },
      }),
    ),
    ...choices.filter(({ chosen }) => chosen !== undefined).map(choiceItem),
  ]
}

/** Follow-ups of a notebooklet that was run within stand by themselves: their titles may be those of others. */
function groupOf({ id }: FollowUpOffer): string {
  const [within, own] = id.split('/')
  return own === undefined ? 'Follow-ups' : `Follow-ups of ${within}`
}

function parametersText({ parameters }: FollowUpOffer): string {
  return parameters.length === 0 ? '' : `asks for ${parameters.map(({ name }) => name).join(', ')}`
}

/** The fields of a follow-up's parameters, filled from the row under the cursor where a column of it fits. */
export function followUpForm(
  offer: FollowUpOffer,
  info: NotebookletInfo | undefined,
  section: Section | undefined,
  row: number | undefined,
): FormOverlay {
  const declared = info?.followUps.find(({ id }) => id === offer.id)?.parameters ?? []
  const fields = offer.parameters.map(({ name, text, required, column }): Field => {
    const known = declared.find((parameter) => parameter.name === name)
    const found = row === undefined ? undefined : rowValue(section, row, name, column)
    const filled = found ?? known?.default ?? known?.values?.[0] ?? ''
    return {
      id: name,
      label: name,
      text: `${text || name}${found === undefined ? '' : ' (from the row under the cursor)'}`,
      required: required && known?.default === undefined,
      input: lineInput(filled),
      ...(known?.values && { values: known.values }),
    }
  })
  return { kind: 'form', title: offer.title, fields, at: 0, submit: { kind: 'follow-up', id: offer.id } }
}

/** The row's cell that can stand for a parameter: in the column it names, in the one of its name, or in the one that holds such entities. */
function rowValue(
  section: Section | undefined,
  row: number,
  name: string,
  column: string | undefined,
): string | undefined {
  const table = section?.table
  if (!table || row < 0 || row >= table.rowCount) return undefined
  const same = (text: string | undefined) =>
    table.columns.find((each) => each.name.toLowerCase() === text?.toLowerCase())?.name
  const byEntity = Object.entries(section.entityColumns).find(([, type]) => type === name)?.[0]
  const found = same(column) ?? same(name) ?? same(byEntity)
  const text = found === undefined ? '' : plainText(table.value(row, found))
  return text === '' ? undefined : text
}

import { clipText, fitText, screenText, widestText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { type Frame, frame } from '../frame.ts'
import { type DialogPlace, dialogPlace } from '../layout.ts'
import { drawLineInput, editLine, lineInput } from '../line-input.ts'
import { scrolledTo } from '../run/section-look.ts'
import type { ScreenSize } from '../state.ts'
import type { Field, FormOverlay } from './overlay.ts'

/** A form with what was typed into its current field, or undefined where the key edits nothing. */
export function typeInForm(form: FormOverlay, key: string): FormOverlay | undefined {
  const field = form.fields[form.at]
  if (!field) return undefined
  const edited = field.values ? chosenValue(field, field.values, key) : editLine(field.input, key)
  return edited && withField(form, { ...field, input: edited })
}

export function withField({ error: _answered, ...form }: FormOverlay, field: Field): FormOverlay {
  return { ...form, fields: form.fields.with(form.at, field) }
}

function chosenValue({ input }: Field, values: readonly string[], key: string): Field['input'] | undefined {
  const at = values.indexOf(input.text)
  if (key === 'right' || key === 'space') return lineInput(values[(at + 1) % values.length])
  if (key === 'left') return lineInput(values[(at - 1 + values.length) % values.length])
  return undefined
}

export function stepField(form: FormOverlay, step: 1 | -1): FormOverlay {
  const count = form.fields.length
  return count === 0 ? form : { ...form, at: (form.at + step + count) % count }
}

/** The first required field that is empty, as a sentence; undefined where all is there. */
export function missingField(form: FormOverlay): { readonly at: number; readonly error: string } | undefined {
  const at = form.fields.findIndex(({ required, input }) => required && input.text.trim() === '')
  return at < 0 ? undefined : { at, error: `${form.fields[at]!.label} is needed.` }
}

export function fieldText(form: FormOverlay, id: string): string {
  return form.fields.find((field) => field.id === id)?.input.text.trim() ?? ''
}

export function formPlace(form: FormOverlay, size: ScreenSize): DialogPlace {
  const isWide = form.fields.some(({ keepsLines }) => keepsLines)
  const width = Math.min(isWide ? 160 : 84, size.columns - 4)
  return dialogPlace(size, { width, height: form.fields.length + textLines(form, width).length + 5 })
}

function textLines({ text }: FormOverlay, width: number): string[] {
  return text === undefined ? [] : [...wrapText(screenText(text), width - 4).slice(0, 4), '']
}

export function formFrame(form: FormOverlay, place: DialogPlace): Frame {
  const width = place.width - 2
  const labels = Math.min(26, widestText(form.fields.map(({ label }) => screenText(label))))
  const texts = textLines(form, place.width)
  const window = Math.max(1, place.height - 5 - texts.length)
  const top = scrolledTo(form.at, 0, window, form.fields.length)
  const lines: StyledLine[] = texts.map((text) => [span(` ${text}`)])
  form.fields.slice(top, top + window).forEach((field, index) => {
    lines.push(fieldLine(field, top + index === form.at, { labels, width }))
  })
  lines.push([span('─'.repeat(width), 'quiet')])
  const about = wrapText(screenText(form.fields[form.at]?.text ?? ''), width - 2)
  const second = form.error === undefined ? clipText(about[1] ?? '', width - 2) : screenText(form.error)
  lines.push([span(` ${clipText(about[0] ?? '', width - 2)}`, 'quiet')])
  lines.push([span(` ${second}`, form.error === undefined ? 'quiet' : { tone: 'bad', bold: true })])
  const more = form.fields.length > window ? ` · field ${form.at + 1} of ${form.fields.length}` : ''
  return frame(lines, {
    ...place,
    isOpaque: true,
    tone: 'accent',
    title: [span(` ${screenText(form.title)} `, { bold: true })],
    foot: `Enter: go · Tab: next field · Esc: leave${more}`,
  })
}

interface FieldOptions {
  readonly labels: number
  readonly width: number
}

function fieldLine(field: Field, isCurrent: boolean, { labels, width }: FieldOptions): StyledLine {
  const arrow = isCurrent ? ' ❯ ' : '   '
  const mark = field.required ? '*' : ' '
  const head = [
    span(arrow, 'accent' as const),
    span(`${fitText(screenText(field.label), labels)}${mark} `, { tone: 'accent', bold: isCurrent }),
  ]
  const room = width - labels - 6
  if (!field.values) return [...head, ...drawLineInput(field.input, room, isCurrent)]
  const [left, right] = ['‹', '›']
  const value = `${left} ${clipText(screenText(field.input.text), room - 4)} ${right}`
  return [...head, isCurrent ? span(value, { ground: 'cursor' }) : span(value)]
}

import { originText } from '../notebooklet/pivot-from.ts'
import type { ResultData, Section } from '../notebooklet/result-data.ts'
import type { View } from '../notebooklet/view.ts'
import { cellFormat } from './cell-format.ts'
import { drawChart, isChartView, missingColumns } from './charts/draw-view.ts'
import { screenText, wrapText } from './charts/fit-text.ts'
import { lineText } from './charts/styled-line.ts'
import { secondText, utc, type Zone } from './charts/zone.ts'
import { gatherEmpty, isPlainlyEmpty, type NumberedSection, ownNotices } from './empty-sections.ts'
import { parameterForm } from './parameter-form.ts'
import { isUnlogged, shownNotices } from './shown-notices.ts'
import { textTable } from './text-table.ts'

export interface ResultTextOptions {
  readonly width: number
  /** Most rows of a table; undefined for all. */
  readonly maxRows?: number
  /** Plain ASCII instead of braille and box drawing. */
  readonly ascii?: boolean
  /** The clock that times are shown by. Default UTC. */
  readonly zone?: Zone
}

/** A Result as text that reads well in a log: what was asked, each section with its status and notices, what leads on. */
export function* resultText(result: ResultData, options: ResultTextOptions): Generator<string> {
  const { request } = result
  const { zone = utc } = options
  const time = (text: string) => secondText(text, zone)
  yield `${result.title}${request.value ? ` · ${screenText(request.value)}` : ''}\n`
  yield `workspace ${screenText(request.workspace)} · ${time(request.timeRange.start)} to ${time(request.timeRange.end)} ${zone.label} (${screenText(request.timeRange.said)}) · now() is ${time(request.now.at)} (${request.now.source})\n`
  if (request.from) yield `from ${screenText(originText(request.from))}\n`
  const given = Object.entries(request.parameters).filter(([, value]) => value !== '')
  if (given.length > 0) yield `${given.map(([name, value]) => `${name}=${screenText(String(value))}`).join(' ')}\n`
  for (const notice of shownNotices(result.notices)) {
    for (const line of wrapText(`! ${screenText(notice)}`, options.width)) yield `${line}\n`
  }

  let number = 1
  const unlogged: NumberedSection[] = []
  const empty: NumberedSection[] = []
  for (const sections of together(result.sections)) {
    const [section] = sections
    if (number > 1 && isUnlogged(section!)) unlogged.push({ section: section!, number })
    else if (number > 1 && isPlainlyEmpty(section!)) empty.push({ section: section!, number })
    else {
      yield '\n'
      const lines =
        sections.length > 1
          ? skippedLines(sections, number, options)
          : sectionLines({ ...section!, notices: ownNotices(section!, result.notices) }, number, options)
      for (const line of lines) yield `${line}\n`
    }
    number += sections.length
  }
  if (empty.length > 0) yield '\n'
  for (const line of emptyLines(empty, result, options)) yield `${line}\n`
  if (unlogged.length > 0) yield '\n'
  for (const line of unloggedLines(unlogged, options)) yield `${line}\n`
  yield '\n'
  for (const line of closingLines(result)) yield `${line}\n`
}

/** Sections in which nothing was found, a line each and together: what was found is read first. */
function emptyLines(empty: readonly NumberedSection[], result: ResultData, options: ResultTextOptions): string[] {
  if (empty.length === 0) return []
  const { lines, notices } = gatherEmpty(empty, result)
  const [heading = '', ...rest] = headedLines('Nothing found', 'empty', { notices }, options)
  const width = Math.min(options.width, 120)
  const told = lines.flatMap((line) =>
    wrapText(screenText(line), width - 4).map((part, at) => `${at === 0 ? '  ' : '    '}${part}`),
  )
  return [heading, ...told, ...rest]
}

/** Sections whose logs are not there, together at the end: they would stand between those that have something to say. */
function unloggedLines(unlogged: readonly NumberedSection[], options: ResultTextOptions): string[] {
  if (unlogged.length === 0) return []
  const numbers = unlogged.map(({ number }) => number).join(', ')
  const notices = [...new Set(unlogged.flatMap(({ section }) => section.notices))]
  const [{ section }] = unlogged as [NumberedSection]
  const text = unlogged.map(({ section: { title } }) => title).join(', ')
  return headedLines(`${numbers} Not logged here`, 'empty', { ...section, text, notices }, options)
}

/** Sections one by one, but those together that were skipped one after the other for the same reason. */
function together(sections: readonly Section[]): readonly Section[][] {
  const reason = ({ status, notices }: Section) => (status === 'skipped' ? JSON.stringify(notices) : undefined)
  return sections.reduce<Section[][]>((groups, section) => {
    const group = groups.at(-1)
    const isSame = group !== undefined && reason(section) !== undefined && reason(group[0]!) === reason(section)
    if (isSame) group.push(section)
    else groups.push([section])
    return groups
  }, [])
}

function skippedLines(sections: readonly Section[], number: number, options: ResultTextOptions): string[] {
  const text = sections.map(({ title }) => title).join(', ')
  return headedLines(`${number} to ${number + sections.length - 1}`, 'skipped', { ...sections[0]!, text }, options)
}

function sectionLines(section: Section, number: number, options: ResultTextOptions): string[] {
  const rows = section.table ? ` · ${section.table.rowCount} ${section.table.rowCount === 1 ? 'row' : 'rows'}` : ''
  const state = `${section.status}${rows}`
  return [...headedLines(`${number} ${section.title}`, state, section, options), ...bodyLines(section, options)]
}

/** A heading with its state at the right, the text and the notices below it. */
function headedLines(
  heading: string,
  state: string,
  section: Pick<Section, 'text' | 'notices'>,
  options: ResultTextOptions,
): string[] {
  const rule = '─'.repeat(Math.max(3, Math.min(options.width, 100) - heading.length - state.length - 2))
  return [
    `${heading} ${rule} ${state}`,
    ...(section.text ? wrapText(section.text, Math.min(options.width, 120)).map((line) => `  ${line}`) : []),
    ...shownNotices(section.notices).flatMap((notice) => wrapText(`! ${screenText(notice)}`, options.width)),
  ]
}

function bodyLines(section: Section, options: ResultTextOptions): readonly string[] {
  const { view, table } = section
  if (view.kind === 'text') return wrapText(screenText(view.text), options.width)
  if (!table || table.rowCount === 0) return []
  const shownBy = options.zone ? { zone: options.zone } : {}
  const seeAll = '--rows all, or --format json'
  const limits = {
    width: options.width,
    ...(options.maxRows !== undefined && { maxRows: options.maxRows }),
    seeAll,
    condense: true,
    ...shownBy,
  }
  if (view.kind === 'table') return textTable(view.columns ? table.select(view.columns) : table, limits)
  if (view.kind === 'facts') return factLines(section, options)
  if (!isChartView(view) || missingColumns(view, table).length > 0) return textTable(table, limits)
  const size = { width: Math.min(options.width, 140), height: chartHeight(view, options.maxRows) }
  return drawChart(view, table, size, { ascii: options.ascii === true, seeAll, ...shownBy }).map((line) =>
    lineText(line).trimEnd(),
  )
}

/** Lines of a chart; those that have a line for each row, bar or lane are as high as a table would be. */
function chartHeight({ kind }: View, maxRows = 1e6): number {
  const usual = 16
  if (kind === 'timeline') return Math.max(usual, maxRows + 3)
  return kind === 'tree' || kind === 'bars' || kind === 'matrix' ? Math.max(4, maxRows) : usual
}

/** Each row a card: its filled columns, one a line. */
function factLines({ view, table }: Section, options: ResultTextOptions): string[] {
  if (!table || view.kind !== 'facts') return []
  const shown = view.columns ? table.select(view.columns) : table
  const label = Math.max(...shown.columns.map((column) => column.name.length))
  const rows = shown.rows(0, options.maxRows)
  const formats = shown.columns.map(({ type }, at) =>
    cellFormat(
      type,
      rows.map((row) => row[at]),
      options.zone,
    ),
  )
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...row.flatMap((cell, at) => {
      const text = formats[at]!(cell)
      return text === '' ? [] : [`  ${shown.columns[at]!.name.padEnd(label)}  ${text}`]
    }),
  ])
}

/** What is to be typed, and beside it what tells it from the others: a label begins with its value. */
function optionLine({ options }: ResultData['choices'][number]): (option: (typeof options)[number]) => string {
  const width = Math.min(40, Math.max(...options.map(({ value }) => screenText(value).length)))
  return ({ value, label }) => {
    const beside = label.startsWith(value) ? label.slice(value.length).replace(/^ · /, '') : label
    return `  ${screenText(value).padEnd(beside === '' ? 0 : width)}  ${screenText(beside)}`.trimEnd()
  }
}

function closingLines(result: ResultData): string[] {
  const lines: string[] = []
  for (const choice of result.choices.filter(({ chosen }) => chosen === undefined)) {
    lines.push(`Choose: ${choice.title} (--choose ${choice.id}=VALUE)`)
    lines.push(...choice.options.map(optionLine(choice)))
  }
  if (result.entities.length > 0) {
    const byType = Map.groupBy(result.entities, (entity) => entity.type)
    lines.push('Entities (huntlet pivot TYPE VALUE goes on from one)')
    for (const [type, entities] of byType) {
      const shown = entities.slice(0, 8).map((entity) => screenText(entity.value))
      const more = entities.length > shown.length ? `, … ${entities.length - shown.length} more` : ''
      lines.push(`  ${type.padEnd(13)} ${shown.join(', ')}${more}`)
    }
  }
  const open = result.followUps.filter(({ done }) => !done)
  if (open.length > 0) {
    lines.push('Follow-ups (--follow-up ID)')
    for (const { id, title, parameters } of open) {
      const needed = parameters.map(parameterForm).join(',')
      lines.push(`  ${`${id}${needed ? `:${needed}` : ''}`.padEnd(28)} ${title}`)
    }
  }
  lines.push('', `Status: ${result.status}`)
  return lines
}

import type { Table } from '../lib/table.ts'
import { originText } from '../notebooklet/pivot-from.ts'
import type { ResultData, Section } from '../notebooklet/result-data.ts'
import { shownText } from './cell-text.ts'
import { drawChart, isChartView, missingColumns } from './charts/draw-view.ts'
import { screenText, wrapText } from './charts/fit-text.ts'
import { lineText } from './charts/styled-line.ts'
import { utc, type Zone } from './charts/zone.ts'
import { parameterForm } from './parameter-form.ts'
import { shownNotices } from './shown-notices.ts'
import { type TextTableOptions, textTable } from './text-table.ts'

export interface ResultTextOptions {
  readonly width: number
  /** Most rows of a table; undefined for all. */
  readonly maxRows?: number
  /** Plain ASCII instead of braille and box drawing. */
  readonly ascii?: boolean
  /** The clock that times are shown by. Default UTC. */
  readonly zone?: Zone
}

const chartHeight = 16

/** A Result as text that reads well in a log: what was asked, each section with its status and notices, what leads on. */
export function* resultText(result: ResultData, options: ResultTextOptions): Generator<string> {
  const { request } = result
  const { zone = utc } = options
  const time = (text: string) => shownText(text, zone)
  yield `${result.title}${request.value ? ` · ${screenText(request.value)}` : ''}\n`
  yield `workspace ${screenText(request.workspace)} · ${time(request.timeRange.start)} to ${time(request.timeRange.end)} ${zone.label} (${screenText(request.timeRange.said)}) · now() is ${time(request.now.at)} (${request.now.source})\n`
  if (request.from) yield `from ${screenText(originText(request.from))}\n`
  const given = Object.entries(request.parameters).filter(([, value]) => value !== '')
  if (given.length > 0) yield `${given.map(([name, value]) => `${name}=${screenText(String(value))}`).join(' ')}\n`
  for (const notice of shownNotices(result.notices)) {
    for (const line of wrapText(`! ${screenText(notice)}`, options.width)) yield `${line}\n`
  }

  let number = 1
  for (const sections of together(result.sections)) {
    yield '\n'
    const [section] = sections
    const lines =
      sections.length > 1 ? skippedLines(sections, number, options) : sectionLines(section!, number, options)
    for (const line of lines) yield `${line}\n`
    number += sections.length
  }
  yield '\n'
  for (const line of closingLines(result)) yield `${line}\n`
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
  const titles = sections.map(({ title }) => title).join(', ')
  const head = { ...sections[0]!, title: `to ${number + sections.length - 1}`, text: titles }
  return sectionLines(head, number, options)
}

function sectionLines(section: Section, number: number, options: ResultTextOptions): string[] {
  const rows = section.table ? ` · ${section.table.rowCount} ${section.table.rowCount === 1 ? 'row' : 'rows'}` : ''
  const head = `${number} ${section.title} `
  const state = ` ${section.status}${rows}`
  const rule = '─'.repeat(Math.max(3, Math.min(options.width, 100) - head.length - state.length))
  return [
    `${head}${rule}${state}`,
    ...(section.text ? wrapText(section.text, Math.min(options.width, 120)).map((line) => `  ${line}`) : []),
    ...shownNotices(section.notices).flatMap((notice) => wrapText(`! ${screenText(notice)}`, options.width)),
    ...bodyLines(section, options),
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
    ...shownBy,
  }
  if (view.kind === 'table') return tableLines(view.columns ? table.select(view.columns) : table, limits)
  if (view.kind === 'facts') return factLines(section, options)
  if (!isChartView(view) || missingColumns(view, table).length > 0) return tableLines(table, limits)
  const height =
    view.kind === 'tree' || view.kind === 'bars' || view.kind === 'matrix' ? (options.maxRows ?? 1e6) : chartHeight
  const size = { width: Math.min(options.width, 140), height: Math.max(4, height) }
  return drawChart(view, table, size, { ascii: options.ascii === true, ...shownBy }).map((line) =>
    lineText(line).trimEnd(),
  )
}

/** A table without the columns that are empty in every row; which they are is said. */
function tableLines(table: Table, limits: TextTableOptions): string[] {
  const empty = table.columns.filter(({ name }) => table.column(name).every((cell) => cell === null || cell === ''))
  if (empty.length === 0 || empty.length === table.columns.length) return textTable(table, limits)
  const filled = table.columns.filter((column) => !empty.includes(column))
  return [
    ...textTable(table.select(filled.map(({ name }) => name)), limits),
    `(empty: ${empty.map(({ name }) => name).join(', ')})`,
  ]
}

/** Each row a card: its filled columns, one a line. */
function factLines({ view, table }: Section, options: ResultTextOptions): string[] {
  if (!table || view.kind !== 'facts') return []
  const shown = view.columns ? table.select(view.columns) : table
  const label = Math.max(...shown.columns.map((column) => column.name.length))
  return shown.rows(0, options.maxRows).flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...row.flatMap((cell, at) => {
      const text = shownText(cell, shown.columns[at]!.type === 'datetime' ? options.zone : undefined)
      return text === '' ? [] : [`  ${shown.columns[at]!.name.padEnd(label)}  ${text}`]
    }),
  ])
}

function closingLines(result: ResultData): string[] {
  const lines: string[] = []
  for (const choice of result.choices.filter(({ chosen }) => chosen === undefined)) {
    lines.push(`Choose: ${choice.title} (--choose ${choice.id}=VALUE)`)
    for (const { value, label } of choice.options) lines.push(`  ${screenText(value)}  ${screenText(label)}`)
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

import { countOf } from '../../lib/count-of.ts'
import type { Diagnostic } from '../../lib/diagnostic.ts'
import { printDiagnostic } from '../../lib/diagnostic.ts'
import type { RunRequest } from '../../notebooklet/desk.ts'
import type { QueryRecord, ResultData, Section } from '../../notebooklet/result-data.ts'
import { summarize } from '../../report/charts/summary.ts'
import { formatDatetimeCell, type Zone } from '../../report/charts/zone.ts'
import { durationText } from '../duration-text.ts'
import type { Failure } from '../effects.ts'
import type { PageOverlay, Paragraph } from '../overlays/overlay.ts'
import { commandLine } from './command-line.ts'
import { sectionState } from './section-words.ts'

/** The KQL behind a section: each query with the time range it was asked over, its rows, its time, how complete the answer is. */
export function kqlPage(section: Section, request: RunRequest, workspace: string, zone: Zone): PageOverlay {
  const { queries } = section
  const paragraphs = queries.flatMap((query, at): Paragraph[] => [
    ...(at > 0 ? [{ text: '' }] : []),
    {
      text:
        queries.length > 1 ? `Query ${at + 1} of ${queries.length}: ${query.query ?? ''}` : (query.query ?? 'Query'),
      bold: true,
    },
    { text: queryFacts(query, workspace, zone), tone: query.completeness === 'complete' ? 'quiet' : 'warn' },
    ...piecesOf(query, zone),
    { text: '' },
    { text: query.kql, isCode: true },
  ])
  return {
    kind: 'page',
    title: `KQL behind ${section.title}`,
    paragraphs: [
      ...(paragraphs.length > 0 ? paragraphs : [{ text: 'This section asked no query of its own.' }]),
      { text: '' },
      { text: 'The whole run, from a shell:', tone: 'quiet' },
      { text: commandLine(request, workspace), isCode: true },
    ],
    top: 0,
    copy: { text: queries.map(({ kql }) => kql).join('\n\n'), what: 'the KQL' },
  }
}

function queryFacts(
  { timeRange, rowCount, durationMs, completeness }: QueryRecord,
  workspace: string,
  zone: Zone,
): string {
  const [start, end] = [formatDatetimeCell(timeRange.start, zone), formatDatetimeCell(timeRange.end, zone)]
  const range = `${start} to ${end} ${zone.label}`
  return `${workspace} · ${range} · ${countOf(rowCount, 'row')} in ${durationText(durationMs)} · ${completeness}`
}

/** In how many parts it was asked, and each that is not whole. */
function piecesOf({ pieces = [] }: QueryRecord, zone: Zone): Paragraph[] {
  if (pieces.length === 0) return []
  const lacking = pieces.filter(({ status }) => status !== 'complete')
  const whole = lacking.length === 0 ? 'each complete' : `${pieces.length - lacking.length} of them complete`
  return [
    { text: `Asked in ${countOf(pieces.length, 'part')} of the time range, ${whole}.`, tone: 'quiet' },
    ...lacking.map(({ start, end, status, message, workspace }): Paragraph => {
      const range = `${formatDatetimeCell(start, zone)} to ${formatDatetimeCell(end, zone)} ${zone.label}`
      const of = workspace === undefined ? '' : `${workspace}, `
      return { text: `${of}${range}: ${status}${message === undefined ? '' : `: ${message}`}`, tone: 'warn' }
    }),
  ]
}

/** What a section is about, how it went, and every notice in full. */
export function aboutSection(section: Section, data: ResultData | undefined, zone: Zone): PageOverlay {
  const notices = [...new Set([...section.notices, ...(data?.notices ?? [])])]
  return {
    kind: 'page',
    title: section.title,
    paragraphs: [
      ...(section.text ? [{ text: section.text }, { text: '' }] : []),
      { text: `Status: ${sectionState(section)}`, bold: true },
      ...(section.table ? [{ text: summarize(section.view, section.table, undefined, zone) }] : []),
      ...(section.followUp ? [{ text: `From the follow-up ${section.followUp}`, tone: 'quiet' as const }] : []),
      { text: '' },
      ...(notices.length === 0 ? [{ text: 'There are no notices.', tone: 'quiet' as const }] : []),
      ...notices.flatMap((notice): Paragraph[] => [{ text: `• ${notice}` }, { text: '' }]),
    ],
    top: 0,
    copy: { text: notices.join('\n'), what: 'the notices' },
  }
}

export function failurePage(title: string, failure: Failure): PageOverlay {
  return {
    kind: 'page',
    title,
    paragraphs: failureParagraphs(failure),
    top: 0,
    copy: { text: [failure.message, failure.hint ?? '', ...failure.details].join('\n'), what: 'the error' },
  }
}

export function failureParagraphs({ message, hint, details }: Failure): Paragraph[] {
  return [
    { text: message, tone: 'bad', bold: true },
    ...(hint ? [{ text: hint }] : []),
    ...details.flatMap((detail): Paragraph[] => [{ text: '' }, { text: detail, isCode: true }]),
  ]
}

/** What is wrong with notebooklets that could not be loaded. */
export function problemsPage(diagnostics: readonly Diagnostic[]): PageOverlay {
  const texts = diagnostics.map((diagnostic) => printDiagnostic(diagnostic))
  return {
    kind: 'page',
    title: countOf(diagnostics.length, 'problem'),
    paragraphs: texts.flatMap((text): Paragraph[] => [{ text }, { text: '' }]),
    top: 0,
    copy: { text: texts.join('\n\n'), what: 'the problems' },
  }
}

import { expect } from 'vitest'
import { errorText, exitCodeOf, exitCodeOfAnswer } from '../../../src/cli/exit-code.ts'
import type { QueryOptions, QueryTable } from '../../../src/providers/workspace.ts'
import { day, everyNumber, type FaultyService, timeOf } from './faulty-service.ts'

/** What became of a question, as its user sees it. */
export interface Outcome {
  readonly status: string
  readonly exitCode: number
  /** Of standard error: notices or the error. */
  readonly said: readonly string[]
  /** What was shown while it went on. */
  readonly meanwhile: readonly string[]
  readonly rows: string
}

export const rowsQuestion = 'Numbers_CL | project TimeGenerated, n_d'

/** Asks, and counts the rows that were asked for and did not come, or came twice. */
export async function outcomeOf(
  under: FaultyService,
  kql: string,
  options: QueryOptions = { timespan: day },
  wanted: readonly unknown[] = everyNumber,
): Promise<Outcome> {
  const told = new Set<string>()
  const onProgress = (text: string) => {
    if (/asking again/.test(text)) told.add(text)
  }
  const meanwhile = () => [...told].slice(0, 2)
  try {
    const answer = await under.workspace.run(kql, { ...options, onProgress })
    return {
      status: answer.completeness.status,
      exitCode: exitCodeOfAnswer(answer, options.limit),
      said: answer.completeness.notices.map((notice) => plain(`notice: ${notice}`)),
      meanwhile: meanwhile(),
      rows: countRows(answer, wanted),
    }
  } catch (error) {
    const said = errorText(error).split('\n').map(plain)
    return { status: 'error', exitCode: exitCodeOf(error), said, meanwhile: meanwhile(), rows: 'none given' }
  }
}

/** Ports differ from run to run. */
function plain(text: string): string {
  return text
    .trim()
    .replaceAll(/(?:http:\/\/)?127\.0\.0\.1:\d+/g, 'SERVER')
    .replaceAll(/Request id: \S+/gi, 'Request id: …')
}

function countRows(answer: QueryTable, wanted: readonly unknown[]): string {
  const got = answer.table.column(
    answer.table.columns.some(({ name }) => name === 'n_d') ? 'n_d' : answer.table.columns[0]!.name,
  )
  const found = new Set(got)
  const doubled = got.length - found.size
  const lost = wanted.filter((each) => !found.has(each as never))
  expect(got.filter((each) => !wanted.includes(each))).toEqual([])
  expect(doubled).toBe(0)
  if (lost.length === 0) return `all ${got.length}`
  // What is not there is said: as a range that names it, or as an answer that is cut.
  expect(answer.completeness.status).not.toBe('complete')
  expect(answer.completeness.notices).not.toEqual([])
  const short = (answer.pieces ?? []).filter(({ status }) => status !== 'complete')
  if (answer.pieces === undefined) return `${got.length} of ${wanted.length}, and said so`
  const unnamed = lost.filter((n) => {
    const at = timeOf(Number(n))
    return !short.some(({ start, end }) => Date.parse(start) <= at && at < Date.parse(end))
  })
  expect(unnamed).toEqual([])
  return `${got.length} of ${wanted.length}, the rest in the ranges named`
}

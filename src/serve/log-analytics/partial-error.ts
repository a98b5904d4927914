import type { QueryTable } from '../../providers/workspace.ts'
import type { InnerError } from '../refusal.ts'

/** One reason why an answer lacks rows. */
export interface Shortfall {
  readonly code: string
  readonly message: string
  readonly innererror?: InnerError
}

/** What stands beside the tables of an answer that lacks rows. */
export function partialError(shortfalls: readonly Shortfall[]) {
  return {
    code: 'PartialError',
    message: 'There were some errors when processing your query.',
    details: shortfalls,
  }
}

/** E_QUERY_RESULT_SET_TOO_LARGE as a signed number, as the service writes it. */
const resultTooLarge = '-2133196797'

export function tooManyRows(most: number): Shortfall {
  return tooMany(`${most} records`)
}

export function tooManyBytes(most: number): Shortfall {
  return tooMany(`${most} bytes`)
}

function tooMany(what: string): Shortfall {
  return engineError(
    resultTooLarge,
    `The results of this query exceed the set limit of ${what}, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003). See https://aka.ms/kustoquerylimits for more information and possible solutions.`,
  )
}

function engineError(code: string, message: string): Shortfall {
  return {
    code: 'EngineError',
    message: 'Something went wrong processing your query on the server.',
    innererror: { code, message, severity: 2, severityName: 'Error' },
  }
}

/** Why the answer of a workspace lacks rows: cut at a limit, or data that could not be read. None where it is complete. */
export function shortfallsOf({ table, more = [], completeness }: QueryTable): Shortfall[] {
  const { status, notices } = completeness
  if (status === 'complete') return []
  if (status === 'partial') return losses(notices)
  const cut = notices.filter((notice) => cutWords.test(notice))
  const others = notices.filter((notice) => !cutWords.test(notice))
  const most = Math.max(table.rowCount, ...more.map((each) => each.table.rowCount))
  const reasons = cut.map((notice) => (isCutBySize(notice) ? tooMany(sizeIn(notice)) : tooManyRows(most)))
  return reasons.length > 0 ? [...reasons, ...(others.length > 0 ? losses(others) : [])] : [tooManyRows(most)]
}

/** As `cutNotice` of workspaces of files words it. */
const cutWords = /^only the first /

function isCutBySize(notice: string): boolean {
  return notice.endsWith('or ask for fewer columns')
}

function sizeIn(notice: string): string {
  const size = /which is ([\d,.]+) (KB|MB) of data/.exec(notice)
  if (!size) return 'bytes'
  return `${Math.round(Number(size[1]!.replaceAll(',', '')) * (size[2] === 'MB' ? 2 ** 20 : 2 ** 10))} bytes`
}

function losses(notices: readonly string[]): Shortfall[] {
  const words = notices.length > 0 ? notices : ['A part of the data could not be read.']
  return words.map((notice) => engineError('PartialData', notice))
}

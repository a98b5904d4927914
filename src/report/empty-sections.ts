import { withoutZeros } from '../lib/kql-time.ts'
import type { ResultData, Section } from '../notebooklet/result-data.ts'
import { isUnlogged } from './shown-notices.ts'

export interface NumberedSection {
  readonly section: Section
  readonly number: number
}

/** Several sections told of in one place. */
export interface GatheredSections {
  /** A line each: number, title and what it says of being empty. */
  readonly lines: readonly string[]
  /** What several of them say alike. */
  readonly notices: readonly string[]
}

/** True of a section that has logs but no rows, and that nobody asked for by itself: it can be told in a line. */
export function isPlainlyEmpty(section: Section): boolean {
  return section.status === 'empty' && section.followUp === undefined && !isUnlogged(section)
}

/** A section's notices without those that are said of the whole Result, unless it would have none. */
export function ownNotices({ notices }: Pick<Section, 'notices'>, common: readonly string[]): readonly string[] {
  const own = notices.filter((notice) => !common.includes(notice))
  return own.length > 0 ? own : notices
}

/** Sections in which nothing was found, a line each. A time that is that of the whole run is not said again. */
export function gatherEmpty(empty: readonly NumberedSection[], result: ResultData): GatheredSections {
  const { start, end } = result.request.timeRange
  const wholeTime = `, ${withoutZeros(start)} to ${withoutZeros(end)}.`
  const own = empty.map(({ section }) => section.notices.filter((notice) => !result.notices.includes(notice)))
  const times = Map.groupBy(own.flat(), (notice) => notice)
  const isShared = (notice: string) =>
    /^no \w+ in this workspace$/.test(notice) || (times.get(notice)!.length > 1 && !notice.startsWith('Looked in '))
  return {
    lines: empty.map(({ section, number }, at) => {
      const said = own[at]!.filter((notice) => !isShared(notice)).map((notice) => notice.replace(wholeTime, '.'))
      return `${number} ${section.title}${said.length > 0 ? `: ${said.join(' ')}` : ''}`
    }),
    notices: [...times.keys()].filter(isShared),
  }
}

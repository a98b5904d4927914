import type { Section } from '../notebooklet/result-data.ts'

const lackedTable = /^no (\w+) in this workspace$/

/** The fraction of a second in `2026-09-30T23:32:26.1161467Z`. */
const fraction = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+(?=Z)/g

/** Notices as they are shown: times to the second, and tables that a workspace lacks named together, as many queries may lack many. */
export function shownNotices(all: readonly string[]): readonly string[] {
  const notices = all.map((notice) => notice.replace(fraction, '$1'))
  const lacked = notices.map((notice) => lackedTable.exec(notice)?.[1])
  const tables = lacked.flatMap((name) => name ?? [])
  if (tables.length < 2) return notices
  return [...notices.filter((_, at) => lacked[at] === undefined), `Not in this workspace: ${tables.join(', ')}`]
}

/** True of a section of which there is nothing to say but that the workspace has none of its logs. */
export function isUnlogged({ status, notices }: Section): boolean {
  return status === 'empty' && notices.length > 0 && notices.every((notice) => lackedTable.test(notice))
}

import type { Section } from '../notebooklet/result-data.ts'

const lackedTable = /^no (\w+) in this workspace$/

/** Notices as they are shown: tables that a workspace lacks are named together, as many queries may lack many. */
export function shownNotices(notices: readonly string[]): readonly string[] {
  const lacked = notices.map((notice) => lackedTable.exec(notice)?.[1])
  const tables = lacked.flatMap((name) => name ?? [])
  if (tables.length < 2) return notices
  return [...notices.filter((_, at) => lacked[at] === undefined), `Not in this workspace: ${tables.join(', ')}`]
}

/** True of a section of which there is nothing to say but that the workspace has none of its logs. */
export function isUnlogged({ status, notices }: Section): boolean {
  return status === 'empty' && notices.length > 0 && notices.every((notice) => lackedTable.test(notice))
}

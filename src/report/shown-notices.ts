const lackedTable = /^no (\w+) in this workspace$/

/** Notices as they are shown: tables that a workspace lacks are named together, as many queries may lack many. */
export function shownNotices(notices: readonly string[]): readonly string[] {
  const lacked = notices.map((notice) => lackedTable.exec(notice)?.[1])
  const tables = lacked.flatMap((name) => name ?? [])
  if (tables.length < 2) return notices
  return [...notices.filter((_, at) => lacked[at] === undefined), `Not in this workspace: ${tables.join(', ')}`]
}

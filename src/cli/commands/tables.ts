import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import type { WorkspaceSurroundings } from '../../providers/workspace.ts'
import { textTable } from '../../report/text-table.ts'
import { displayZone } from '../display-zone.ts'
import { interruptible } from '../interrupt.ts'
import { outputWidth, writeError, writeOut } from '../terminal.ts'
import { noticeText, openFromFlags, unsaidNotices, type WorkspaceFlags } from '../workspace-argument.ts'

export interface TablesFlags extends WorkspaceFlags {
  readonly format: 'text' | 'json'
  readonly columns?: boolean
}

/** `huntlet tables [NAMES]` */
export async function tables(names: readonly string[], flags: TablesFlags): Promise<void> {
  await interruptible(async (signal) => {
    const workspace = await openFromFlags(flags, signal)
    try {
      const all = await workspace.tables()
      for (const name of names) {
        if (all.some((table) => table.name === name)) continue
        const meant = nearest(
          name,
          all.map((table) => table.name),
        )
        throw new HuntletError(
          'UNKNOWN_TABLE',
          `No table \`${safeText(name)}\` in ${workspace.name}.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
        )
      }
      const shown = names.length > 0 ? all.filter((table) => names.includes(table.name)) : all
      const notices = await workspace.notices()
      const { watchlists, functions } = (await workspace.surroundings?.()) ?? { watchlists: [], functions: [] }
      // Opening has said the first warnings; this is where all of them are.
      for (const notice of unsaidNotices(notices)) writeError(noticeText(notice))
      if (flags.format === 'json') {
        await writeOut([
          `${JSON.stringify({ workspace: workspace.name, now: await workspace.now(), tables: shown, watchlists, functions, notices }, null, 2)}\n`,
        ])
        return
      }
      const zone = await displayZone(flags)
      const overview = Table.fromRows(
        [
          { name: 'Table', type: 'string' },
          { name: 'Rows', type: 'long' },
          { name: 'First', type: 'datetime' },
          { name: 'Last', type: 'datetime' },
          { name: 'Columns', type: 'long' },
          { name: 'Read from', type: 'string' },
        ],
        shown.map((table) => [
          table.name,
          table.rowCount ?? null,
          table.first ?? null,
          table.last ?? null,
          table.columns.length,
          table.sources.join(', '),
        ]),
      )
      const lines = textTable(overview, { width: outputWidth(), zone })
      if (flags.columns || names.length > 0) {
        for (const table of shown)
          lines.push('', safeText(table.name), ...table.columns.map(({ name, type }) => `  ${safeText(name)}: ${type}`))
      }
      if (names.length === 0) lines.push(...besideLines({ watchlists, functions }))
      const now = await workspace.now()
      const clock = zone.label === 'UTC' ? '' : `; times above are by the clock of ${zone.label}`
      lines.push('', `now() is ${now.at} (${now.source})${clock}`)
      await writeOut(lines.map((line) => `${line}\n`))
    } finally {
      await workspace.close()
    }
  })
}

/** Watchlists and stored functions, where there are any. */
function besideLines({ watchlists, functions }: WorkspaceSurroundings): string[] {
  const lists = watchlists.map(({ alias, rowCount, columns, searchKey, file }) => [
    alias,
    rowCount ?? null,
    searchKey,
    columns.join(', '),
    file,
  ])
  const stored = functions.map(({ name, parameters, file, fault }) => [name, parameters, fault ?? '', file])
  const shown = (title: string, columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]) =>
    rows.length === 0
      ? []
      : [
          '',
          title,
          ...textTable(
            Table.fromRows(
              columns.map((name) => ({ name, type: name === 'Rows' ? 'long' : 'string' })),
              rows,
            ),
            { width: outputWidth() },
          ),
        ]
  return [
    ...shown('Watchlists', ['Alias', 'Rows', 'Search key', 'Columns', 'Read from'], lists),
    ...shown('Functions', ['Name', 'Parameters', 'Cannot be used', 'Read from'], stored),
  ]
}

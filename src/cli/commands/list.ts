import { Table } from '../../lib/table.ts'
import { notebookletHelp } from '../../report/notebooklet-help.ts'
import { textTable } from '../../report/text-table.ts'
import { openCatalog } from '../catalog.ts'
import { outputWidth, writeError, writeOut } from '../terminal.ts'

/** `huntlet list [words]`: all words must occur, in name, title, text, keywords or entities. */
export async function list(words: readonly string[], flags: { readonly format: 'text' | 'json' }): Promise<void> {
  const { notebooklets: all } = await openCatalog()
  const wanted = words.map((word) => word.toLowerCase())
  const found = all.filter((info) => {
    const text = [info.id, info.title, info.text, ...info.keywords, ...info.entities].join(' ').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
  if (flags.format === 'json') return writeOut([`${JSON.stringify(found, null, 2)}\n`])
  if (found.length === 0) {
    writeError(
      `No notebooklet has ${words.map((word) => `\`${word}\``).join(' and ')}. huntlet list shows all ${all.length}.`,
    )
    return
  }
  const table = Table.fromRows(
    ['Name', 'About', 'What it answers', 'From'].map((name) => ({ name, type: 'string' as const })),
    found.map(({ id, entities, text, origin }) => [id, entities.join(', '), text, origin]),
  )
  await writeOut(
    [...textTable(table, { width: outputWidth() }), '', 'huntlet show NAME describes one.'].map((line) => `${line}\n`),
  )
}

/** `huntlet show NAME` */
export async function show(name: string, flags: { readonly format: 'text' | 'json' }): Promise<void> {
  const { notebooklets, diagnostics } = await openCatalog()
  const info = notebooklets.find(({ id }) => id === name)
  if (!info) {
    const { unknownNotebooklet } = await import('../../notebooklet/catalog.ts')
    throw unknownNotebooklet(name, notebooklets, diagnostics)
  }
  await writeOut(
    flags.format === 'json' ? [`${JSON.stringify(info, null, 2)}\n`] : notebookletHelp(info).map((line) => `${line}\n`),
  )
}

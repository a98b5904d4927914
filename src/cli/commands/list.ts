import { Table } from '../../lib/table.ts'
import type { Query } from '../../queries/query-definition.ts'
import { notebookletHelp } from '../../report/notebooklet-help.ts'
import { textTable } from '../../report/text-table.ts'
import { openCatalog } from '../catalog.ts'
import { errorText } from '../exit-code.ts'
import { queryHelp } from '../query-help.ts'
import { outputWidth, writeError, writeOut } from '../terminal.ts'

/** `huntlet list [words]`: all words must occur, in name, title, text, keywords or entities. */
export async function list(
  words: readonly string[],
  flags: { readonly format: 'text' | 'json'; readonly queries?: boolean },
): Promise<void> {
  if (flags.queries) return listQueries(words, flags.format)
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

/** `huntlet list --queries [words]`: queries that notebooklets of one’s own can use; all words must occur, in id, title, text, tables, entities. */
async function listQueries(words: readonly string[], format: 'text' | 'json'): Promise<void> {
  const { queryFiles, findQuery } = await openCatalog()
  const wanted = words.map((word) => word.toLowerCase())
  const found = queryFiles.flatMap(({ id, root }) => {
    const query = readable(() => findQuery(id))
    if (!query) return []
    const { title, text = '', tables, entities, parameters } = query
    const searched = [id, title, text, ...tables, ...Object.values(entities)].join(' ').toLowerCase()
    if (!wanted.every((word) => searched.includes(word))) return []
    return [{ id, title, tables, parameters: Object.keys(parameters), origin: root.origin }]
  })
  if (format === 'json') return writeOut([`${JSON.stringify(found, null, 2)}\n`])
  if (found.length === 0) {
    writeError(
      `No query has ${words.map((word) => `\`${word}\``).join(' and ')}. huntlet list --queries shows all ${queryFiles.length}.`,
    )
    return
  }
  const table = Table.fromRows(
    ['Query', 'What it asks', 'Parameters', 'Tables', 'From'].map((name) => ({ name, type: 'string' as const })),
    found.map(({ id, title, tables, parameters, origin }) => [
      id,
      title,
      parameters.join(', '),
      tables.join(', '),
      origin,
    ]),
  )
  await writeOut(
    [...textTable(table, { width: outputWidth() }), '', 'huntlet show QUERY describes one.'].map((line) => `${line}\n`),
  )
}

/** `huntlet show NAME`: a notebooklet; `huntlet show folder/query`: a query. */
export async function show(name: string, flags: { readonly format: 'text' | 'json' }): Promise<void> {
  const { notebooklets, diagnostics, findQuery } = await openCatalog()
  if (name.includes('/')) return showQuery(findQuery(name), flags.format)
  const info = notebooklets.find(({ id }) => id === name)
  if (!info) {
    const { unknownNotebooklet } = await import('../../notebooklet/catalog.ts')
    throw unknownNotebooklet(name, notebooklets, diagnostics)
  }
  await writeOut(
    flags.format === 'json' ? [`${JSON.stringify(info, null, 2)}\n`] : notebookletHelp(info).map((line) => `${line}\n`),
  )
}

async function showQuery(query: Query, format: 'text' | 'json'): Promise<void> {
  const { resultColumns } = await import('../../queries/check-query.ts')
  const { allSchemas } = await import('../../notebooklet/check-project.ts')
  const columns = resultColumns(query, allSchemas(), {})
  const { id, title, text, tables, parameters, entities } = query
  const told = { id, title, text, tables, parameters, entities, columns }
  await writeOut(
    format === 'json' ? [`${JSON.stringify(told, null, 2)}\n`] : queryHelp(query, columns).map((line) => `${line}\n`),
  )
}

/** What is broken is said, and left out. */
function readable<Found>(find: () => Found): Found | undefined {
  try {
    return find()
  } catch (error) {
    writeError(errorText(error))
    return undefined
  }
}

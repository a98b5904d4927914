import { Table } from '../../lib/table.ts'
import type { NotebookletInfo, ParameterInfo } from '../../notebooklet/desk.ts'
import { parameterForm } from '../../report/parameter-form.ts'
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
    flags.format === 'json' ? [`${JSON.stringify(info, null, 2)}\n`] : description(info).map((line) => `${line}\n`),
  )
}

function description(info: NotebookletInfo): string[] {
  const call = `huntlet run ${info.id}${info.value ? (info.value.required ? ' VALUE' : ' [VALUE]') : ''} --workspace ./logs`
  return [
    `${info.title} (${info.id})`,
    info.text,
    '',
    `  ${call}`,
    ...(info.value ? [`  VALUE  ${info.value.text}${info.value.required ? '' : ' (may be left out)'}`] : []),
    ...(info.entities.length > 0 ? [`  pivots from: ${info.entities.join(', ')}`] : []),
    `  time range: --last ${info.timespan} where the workspace never ends; every record of files`,
    ...block(
      'Options (--option +name, -name)',
      info.options.map(({ name, default: on, text }) => [`${on ? '+' : '-'}${name}`, text]),
    ),
    ...block('Parameters (--param name=value)', info.parameters.map(parameterLine)),
    ...block(
      'Sections',
      info.sections.map(({ id, title }) => [id, title]),
    ),
    ...block(
      'Follow-ups (--follow-up id)',
      info.followUps.map(({ id, title, parameters }) => [[id, ...parameters.map(parameterForm)].join(' '), title]),
    ),
    '',
    `From: ${info.origin}`,
  ]
}

function parameterLine({ name, type, text, default: value, required, values }: ParameterInfo): [string, string] {
  const about = [type, values?.join(' | '), required ? 'required' : `default ${value === '' ? 'none' : value}`].filter(
    Boolean,
  )
  return [name, `${text} (${about.join('; ')})`]
}

function block(title: string, lines: readonly (readonly [string, string] | readonly string[])[]): string[] {
  if (lines.length === 0) return []
  const width = Math.max(...lines.map(([head]) => head!.length))
  return ['', title, ...lines.map(([head, text]) => `  ${head!.padEnd(width)}  ${text}`)]
}

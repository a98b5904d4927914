import { basename, dirname, join } from 'node:path'
import { type Diagnostic, HuntletError, nearest, printDiagnostic, type Source } from '../lib/diagnostic.ts'
import { parseQuery, type Query } from '../queries/query-definition.ts'
import { importCode } from './code-modules.ts'
import { type ContentFiles, type ContentRoot, contentFiles, fileName } from './content-files.ts'
import { isCode, isNotebookletCode } from './define-notebooklet.ts'
import type { NotebookletDefinition } from './definition.ts'
import type { NotebookletInfo } from './desk.ts'
import type { Library } from './library.ts'
import { notebookletDiagnostic } from './messages.ts'
import { notebookletInfo } from './notebooklet-info.ts'
import { ownEntityColumns } from './own-entity-columns.ts'
import { type ParsedNotebooklet, parseNotebooklet, takeNotebooklet } from './parse-notebooklet.ts'
import type { StepDefinition } from './step.ts'

/** A notebooklet that was found. */
export interface CatalogEntry {
  readonly info: NotebookletInfo
  readonly parsed: ParsedNotebooklet
  readonly root: ContentRoot
  /** Its `notebooklet.yaml` or its code. */
  readonly path: string
  /** Code beside a `notebooklet.yaml`: imported when the notebooklet is run or checked, not when it is listed. */
  readonly stepsPath?: string
}

/** Every notebooklet and query of some folders. */
export interface Catalog extends Library {
  readonly entries: readonly CatalogEntry[]
  readonly notebooklets: readonly NotebookletInfo[]
  /** What is wrong with files that could not be loaded: they are left out. */
  readonly diagnostics: readonly Diagnostic[]
  readonly queryFiles: readonly { readonly id: string; readonly root: ContentRoot; readonly path: string }[]
}

/**
 * Finds notebooklets and queries in folders, the first folder first. A broken file is a diagnostic, never a crash; so is an id
 * that an earlier folder has already. Queries are read when they are asked for.
 */
export async function loadCatalog(roots: readonly ContentRoot[], files: ContentFiles = contentFiles): Promise<Catalog> {
  const diagnostics: Diagnostic[] = []
  const entries: CatalogEntry[] = []
  for (const root of roots) {
    for (const found of await loadRoot(root, files, diagnostics)) {
      const first = entries.find(({ info }) => info.id === found.info.id)
      if (!first) {
        entries.push(found)
        continue
      }
      const { source } = found.parsed.document
      const span = found.parsed.document.spanOf(['id'])
      diagnostics.push(
        notebookletDiagnostic(
          'NBL003',
          { id: found.info.id, first: fileName(first.root, first.path) },
          { source, span, hint: 'Give it an id of its own.' },
        ),
      )
    }
  }
  const queryFiles = findQueryFiles(roots, files, diagnostics)
  const notebooklets = entries.map(({ info }) => info)
  const own = ownEntityColumns(roots, files)
  diagnostics.push(...own.diagnostics)
  return {
    entries,
    notebooklets,
    diagnostics,
    queryFiles,
    entityColumns: own.columns,
    findQuery: queryFinder(queryFiles, files),
    findNotebooklet: async (id) => {
      const entry = entries.find(({ info }) => info.id === id)
      if (!entry) throw unknownNotebooklet(id, notebooklets, diagnostics)
      return withOwnSteps(entry)
    },
  }
}

/** The definition of an entry, with the steps of its code where it has some. Throws `BROKEN_NOTEBOOKLET`. */
export async function withOwnSteps(entry: CatalogEntry): Promise<NotebookletDefinition> {
  const definition = entry.parsed.definition!
  if (entry.stepsPath === undefined) return definition
  const file = fileName(entry.root, entry.stepsPath)
  try {
    return { ...definition, steps: await importSteps(file) }
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new HuntletError('BROKEN_NOTEBOOKLET', `\`${entry.info.id}\` can't be run: ${file}: ${problem}`, { cause })
  }
}

async function loadRoot(root: ContentRoot, files: ContentFiles, diagnostics: Diagnostic[]): Promise<CatalogEntry[]> {
  const paths = files.list(root, 'notebooklets')
  const folders = [...new Set(paths.filter(isDefinition).map((path) => dirname(path)))]
  const entries: CatalogEntry[] = []
  for (const folder of folders) {
    const yaml = paths.find((path) => path === `${folder}/notebooklet.yaml`)
    const code = paths.find((path) => dirname(path) === folder && isCodeFile(path))
    const path = yaml ?? code!
    const parsed = await parseEntry(root, path, files)
    diagnostics.push(...parsed.diagnostics)
    const { definition } = parsed
    if (!definition || parsed.diagnostics.some(({ severity }) => severity === 'error')) continue
    if (definition.id !== basename(folder)) {
      const { source } = parsed.document
      const span = parsed.document.spanOf(['id'])
      const hint = `Call the folder ${definition.id}, or the notebooklet ${basename(folder)}.`
      diagnostics.push(notebookletDiagnostic('NBL005', { id: definition.id, file: path }, { source, span, hint }))
      continue
    }
    const stepsPath = yaml === undefined ? undefined : code
    entries.push({ info: notebookletInfo(definition, root.origin), parsed, root, path, stepsPath })
  }
  return entries
}

function isDefinition(path: string): boolean {
  return basename(path) === 'notebooklet.yaml' || isCodeFile(path)
}

function isCodeFile(path: string): boolean {
  return /^index\.(ts|mts|js|mjs)$/.test(basename(path))
}

async function parseEntry(root: ContentRoot, path: string, files: ContentFiles): Promise<ParsedNotebooklet> {
  const name = fileName(root, path)
  try {
    if (!isCodeFile(path)) return parseNotebooklet(name, files.read(root, path))
    const { default: code } = await importCode(name)
    if (!isCode(code) || !isNotebookletCode(code))
      throw new Error('its default export is no `defineNotebooklet({ … })`')
    return takeNotebooklet(name, code.definition, code.steps)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    const source: Source = { name, text: '' }
    const place = { source, span: { start: 0, end: 0 } }
    const fault = isCodeFile(path)
      ? notebookletDiagnostic('NBL007', { problem }, place)
      : notebookletDiagnostic('NBL008', { file: name, problem }, place)
    return { ...takeNotebooklet(name, undefined), diagnostics: [fault] }
  }
}

/** Steps of the code beside a `notebooklet.yaml`. Throws where it exports none. */
export async function importSteps(file: string): Promise<Readonly<Record<string, StepDefinition>>> {
  const { default: code } = await importCode(file)
  if (!isCode(code) || isNotebookletCode(code)) {
    throw new Error('its default export is no `defineSteps({ … })`, which is what stands beside a notebooklet.yaml')
  }
  return code.steps
}

function findQueryFiles(roots: readonly ContentRoot[], files: ContentFiles, diagnostics: Diagnostic[]) {
  const found: { id: string; root: ContentRoot; path: string }[] = []
  for (const root of roots) {
    for (const path of files.list(root, 'queries')) {
      if (!path.endsWith('.yaml')) continue
      const id = path.slice('queries/'.length, -'.yaml'.length)
      const first = found.find((each) => each.id === id)
      if (!first) {
        found.push({ id, root, path })
        continue
      }
      const source: Source = { name: fileName(root, path), text: '' }
      const place = { source, span: { start: 0, end: 0 }, hint: 'Give it a path of its own.' }
      diagnostics.push(notebookletDiagnostic('NBL003', { id, first: fileName(first.root, first.path) }, place))
    }
  }
  return found
}

function queryFinder(queryFiles: Catalog['queryFiles'], files: ContentFiles): (id: string) => Query {
  const known = new Map<string, Query>()
  return (id) => {
    const cached = known.get(id)
    if (cached) return cached
    const file = queryFiles.find((each) => each.id === id)
    if (!file) {
      const ids = queryFiles.map((each) => each.id)
      const close = nearest(id, ids)
      const hint = close ? `Did you mean \`${close}\`?` : `Write it: queries/${id}.yaml.`
      throw new HuntletError('UNKNOWN_QUERY', `There is no query \`${id}\`.`, { hint })
    }
    const name = fileName(file.root, file.path)
    const { query, diagnostics } = parseQuery(name, files.read(file.root, file.path))
    if (!query) {
      const [first] = diagnostics
      const message = `Query \`${id}\` is broken: ${first?.message ?? ''} (${name})`
      throw new HuntletError('BROKEN_QUERY', message, { diagnostics, hint: `huntlet check ${name}` })
    }
    known.set(id, query)
    return query
  }
}

/** The error for a name nobody has; where its file is broken, the error says that instead. */
export function unknownNotebooklet(
  id: string,
  known: readonly NotebookletInfo[],
  diagnostics: readonly Diagnostic[],
): HuntletError {
  const broken = diagnostics.filter(({ source }) => source?.name.split(/[\\/]/).includes(id))
  if (broken.length > 0) {
    return new HuntletError('BROKEN_NOTEBOOKLET', `\`${id}\` can't be loaded:\n${printDiagnostic(broken[0]!)}`, {
      diagnostics: broken,
      hint: `huntlet check ${join(dirname(broken[0]!.source!.name))}`,
    })
  }
  const ids = known.map((info) => info.id)
  const close = nearest(id, ids) ?? ids.find((each) => each.includes(id.toLowerCase()))
  return new HuntletError('UNKNOWN_NOTEBOOKLET', `There is no notebooklet \`${id.slice(0, 60)}\`.`, {
    hint: close ? `Did you mean \`${close}\`?` : 'huntlet list shows them all.',
  })
}

import { type Diagnostic, nearest } from '../lib/diagnostic.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import type { YamlDocument } from '../queries/yaml-document.ts'
import { notebookletDiagnostic } from './messages.ts'

/** Where something stands in a notebooklet's YAML. */
export type Path = readonly PropertyKey[]

/** What is said beside a diagnostic, and whether it points at a key or at its value (default). */
interface Told {
  readonly hint?: string
  readonly severity?: Diagnostic['severity']
  readonly part?: 'key' | 'value'
}

/** Where a name would be declared of whose kind there is none yet. */
const declared: Readonly<Record<string, string>> = {
  data: 'There is none yet: name it under `data:`, such as `data: { logons: { query: logon/by-host } }`.',
  option: 'There is none yet: declare it under `options:`, such as `options: { alerts: { text: Alerts about it } }`.',
  choice: 'There is none yet: a section before this one makes it with `choose:`.',
}

type Code = Parameters<typeof notebookletDiagnostic>[0]

/** What a check found, each at its place in the file. */
export class CheckReport {
  readonly diagnostics: Diagnostic[] = []
  readonly #document: YamlDocument

  constructor(document: YamlDocument) {
    this.#document = document
  }

  /** Something is wrong in its own way. */
  fault(path: Path, where: string, problem: string): void {
    this.add('NBL002', { where, problem }, path)
  }

  /** A name that nothing has. */
  unknown(path: Path, kind: string, name: string, known: readonly string[], where: string, part?: Told['part']): void {
    const close = nearest(name, known)
    const hint = close
      ? `Did you mean \`${close}\`?`
      : known.length > 0
        ? `There are ${known.join(', ')}.`
        : declared[kind]
    this.add('NBL001', { kind, name, where }, path, { hint, part })
  }

  /** The column of a name, or a diagnostic where there is none. */
  column(path: Path, column: string, columns: readonly ColumnType[], where: string): ColumnType | undefined {
    const found = columns.find(({ name }) => name === column)
    if (found) return found
    const names = columns.map(({ name }) => name)
    const close = nearest(column, names)
    const hint = close === undefined ? undefined : `Did you mean \`${close}\`?`
    this.add('NBL004', { column, where, columns: names.join(', ') }, path, { hint })
    return undefined
  }

  add<Given extends Code>(
    code: Given,
    parameters: Parameters<typeof notebookletDiagnostic<Given>>[1],
    path: Path,
    { hint, severity, part }: Told = {},
  ): void {
    const { source } = this.#document
    const span = this.#document.spanOf(path, part)
    this.diagnostics.push(notebookletDiagnostic(code, parameters, { source, span, hint, severity }))
  }
}

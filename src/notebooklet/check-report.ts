import { type Diagnostic, nearest } from '../lib/diagnostic.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import type { YamlDocument } from '../queries/yaml-document.ts'
import { notebookletDiagnostic } from './messages.ts'

/** Where something stands in a notebooklet's YAML. */
export type Path = readonly PropertyKey[]

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
  unknown(path: Path, kind: string, name: string, known: readonly string[], where: string): void {
    const close = nearest(name, known)
    const hint = close ? `Did you mean \`${close}\`?` : known.length > 0 ? `There are ${known.join(', ')}.` : undefined
    this.add('NBL001', { kind, name, where }, path, hint)
  }

  /** The column of a name, or a diagnostic where there is none. */
  column(path: Path, column: string, columns: readonly ColumnType[], where: string): ColumnType | undefined {
    const found = columns.find(({ name }) => name === column)
    if (found) return found
    const names = columns.map(({ name }) => name)
    const close = nearest(column, names)
    const hint = close === undefined ? undefined : `Did you mean \`${close}\`?`
    this.add('NBL004', { column, where, columns: names.join(', ') }, path, hint)
    return undefined
  }

  add<Given extends Code>(
    code: Given,
    parameters: Parameters<typeof notebookletDiagnostic<Given>>[1],
    path: Path,
    hint?: string,
    severity?: Diagnostic['severity'],
  ): void {
    const { source } = this.#document
    const span = this.#document.spanOf(path)
    this.diagnostics.push(notebookletDiagnostic(code, parameters, { source, span, hint, severity }))
  }
}

import type { Diagnostic } from '../lib/diagnostic.ts'
import type { Schemas } from './bind-kql.ts'
import type { LanguageService } from './language-service.ts'
import { diagnostic } from './messages.ts'
import type { BinderDiagnostic, Node } from './syntax.ts'

interface Query {
  readonly text: string
  readonly root: Node<'QueryBlock'>
  readonly schemas: Schemas
  readonly service: LanguageService
}

/** The binder's diagnostics in our own words, each once. */
export function translateDiagnostics(found: readonly BinderDiagnostic[], _query: Query): Diagnostic[] {
  return found.map((each) =>
    diagnostic(
      each.Severity === 'Error' ? 'KQL019' : 'KQL200',
      { start: each.Start, end: each.Start + each.Length },
      { binder: each.Message },
    ),
  )
}

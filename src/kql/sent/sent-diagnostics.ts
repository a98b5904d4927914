import type { Diagnostic } from '../../lib/diagnostic.ts'
import { type BoundText, translateDiagnostics } from '../binder-diagnostics.ts'
import { isUnsupported } from '../messages.ts'
import type { BinderDiagnostic } from '../syntax.ts'

/** Views, external tables and their like, which no schema lists. */
const unlisted: ReadonlySet<string> = new Set(['KS209', 'KS210'])

/** Names: of columns, tables, functions, watchlists. */
const names: ReadonlySet<string> = new Set(['KQL002', 'KQL003', 'KQL004', 'KQL015'])

/** What can be told without knowing what there is. */
const syntax: ReadonlySet<string> = new Set(['KQL001', 'KQL012'])

/**
 * Why a service would refuse the text, as far as that is certain. Where a name may be one that only the service knows, all that
 * follows from names and types may be right; then only the syntax is judged.
 */
export function certainErrors(found: readonly BinderDiagnostic[], bound: BoundText, isPartial: boolean): Diagnostic[] {
  const listed = found.filter((each) => !unlisted.has(each.Code))
  const errors = translateDiagnostics(listed, bound).filter((each) => each.severity === 'error')
  const isUnsure =
    listed.length < found.length ||
    errors.some((each) => isUnsupported(each.code) || (isPartial && names.has(each.code)))
  return errors.filter((each) => (isUnsure ? syntax.has(each.code) : true))
}

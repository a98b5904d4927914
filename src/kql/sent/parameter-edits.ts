import type { Diagnostic } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { kqlLiteral } from '../literal.ts'
import { diagnostic } from '../messages.ts'
import { readParameter } from '../query-parameters.ts'
import { typeOf } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import type { DynamicLiteral, Literal } from '../tree.ts'
import type { Edit } from './edits.ts'

/**
 * `declare query_parameters` with values as `let`s of them, which any service takes. Where no value is given it stays as it is. What
 * is wrong with a value comes back as diagnostics.
 */
export function parameterEdits(
  root: Node<'QueryBlock'>,
  given: ReadonlyMap<string, string>,
): { readonly edits: readonly Edit[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const declared = new Set<string>()
  const edits = elements(root.Statements).flatMap((statement): Edit[] => {
    if (!isNode(statement, 'QueryParametersStatement')) return []
    const lets = elements(statement.Parameters).map((parameter) => {
      const { Name: name } = parameter.NameAndType
      declared.add(name.SimpleName)
      const standard = parameter.DefaultValue?.Value
      const { value, fault } = readParameter({
        name: name.SimpleName,
        given: given.get(name.SimpleName),
        hasDefault: standard !== undefined,
        type: typeOf(parameter.NameAndType.Type.ReferencedSymbol),
        span: spanOf(parameter),
      })
      if (fault) diagnostics.push(fault)
      const text = value ? literalOf(value) : (standard?.toString().trim() ?? 'dynamic(null)')
      return `let ${name.toString().trim()} = ${text}`
    })
    return given.size === 0 ? [] : [{ ...spanOf(statement), by: [lets.join('; ')] }]
  })
  for (const name of given.keys()) {
    if (declared.has(name)) continue
    const what = `A value is given for \`${name}\`, and the query declares no such parameter.`
    const hint = `Begin it with \`declare query_parameters(${name}:string);\`.`
    diagnostics.push(diagnostic('KQL009', spanOf(root), { what, hint }))
  }
  return { edits, diagnostics }
}

function literalOf(value: Literal | DynamicLiteral): string {
  if (value.kind === 'dynamic') return kqlLiteral('dynamic', JSON.parse(value.json) as Json)
  return kqlLiteral(value.type, value.value)
}

function spanOf({ TextStart: start, End: end }: SyntaxNode) {
  return { start, end }
}

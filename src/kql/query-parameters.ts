import type { Span } from '../lib/diagnostic.ts'
import { expression } from './expression.ts'
import { diagnostic } from './messages.ts'
import { readLiteral } from './read-literal.ts'
import { once, type Scope, typeOf } from './scope.ts'
import { elements, type Node } from './syntax.ts'
import type { Expression } from './tree.ts'

/** `declare query_parameters`: the values that are given, else the defaults. */
export function queryParameters(statement: Node<'QueryParametersStatement'>, scope: Scope): void {
  const { translation } = scope
  for (const parameter of elements(statement.Parameters)) {
    const { SimpleName: name } = parameter.NameAndType.Name
    const span = scope.spanOf(parameter)
    translation.declaredParameters.add(name)
    const given = translation.parameters?.get(name)
    const standard = parameter.DefaultValue?.Value
    const type = typeOf(parameter.NameAndType.Type.ReferencedSymbol)
    const value = given === undefined ? undefined : parameterValue(given, type, span)
    if (given !== undefined && !value) {
      const what = `\`${given}\` is not a value of type ${type} for the query parameter \`${name}\`.`
      translation.diagnostics.push(diagnostic('KQL009', span, { what, hint: examples[type] }))
    } else if (given === undefined && !standard) {
      const what = `The query parameter \`${name}\` has neither a value nor a default.`
      const hint = `Give it with --param ${name}=value, or write \`= value\` after its type.`
      translation.diagnostics.push(diagnostic('KQL009', span, { what, hint }))
    }
    const none: Expression = { kind: 'literal', value: type === 'string' ? '' : null, type, span }
    scope.names.define(name, {
      kind: 'scalar',
      value: value ? () => value : standard ? once(scope, () => expression(standard, scope)) : () => none,
    })
  }
}

const examples: Readonly<Record<string, string>> = {
  bool: 'Write true or false.',
  datetime: 'Write it like 2026-09-30T18:00:00Z.',
  dynamic: 'Write JSON: ["a", "b"].',
  timespan: 'Write it like 7d or 1.02:30:00.',
}

/** A value as it is written in a query: `5`, `7d`, `datetime(2026-09-30)`; a text stands for itself. */
function parameterValue(text: string, type: Expression['type'], span: Span): Expression | undefined {
  if (type === 'string') return { kind: 'literal', value: text, type, span }
  if (type === 'dynamic') {
    const json = /^dynamic\s*\(([\s\S]*)\)$/.exec(text.trim())?.[1] ?? text
    try {
      JSON.parse(json)
      return { kind: 'dynamic', json, type, span }
    } catch {
      return undefined
    }
  }
  const value = readLiteral(type, text)
  return value === undefined ? undefined : { kind: 'literal', value, type, span }
}

/** Values given for parameters that the query does not declare. */
export function undeclared(scope: Scope): string[] {
  const { parameters, declaredParameters } = scope.translation
  return [...(parameters?.keys() ?? [])].filter((name) => !declaredParameters.has(name))
}

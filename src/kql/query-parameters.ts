import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'
import { expression } from './expression.ts'
import { diagnostic } from './messages.ts'
import { readLiteral } from './read-literal.ts'
import { once, type Scope, typeOf } from './scope.ts'
import { elements, type Node } from './syntax.ts'
import type { DynamicLiteral, Expression, Literal } from './tree.ts'

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
    const { value, fault } = readParameter({ name, given, hasDefault: standard !== undefined, type, span })
    if (fault) translation.diagnostics.push(fault)
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

/** The value given for a parameter, or what is wrong with it; neither where its default is meant. */
export function readParameter({
  name,
  given,
  hasDefault,
  type,
  span,
}: {
  readonly name: string
  readonly given: string | undefined
  readonly hasDefault: boolean
  readonly type: KqlType
  readonly span: Span
}): { readonly value?: Literal | DynamicLiteral; readonly fault?: Diagnostic } {
  if (given === undefined) {
    if (hasDefault) return {}
    const what = `The query parameter \`${name}\` has neither a value nor a default.`
    const hint = `Give it with --param ${name}=value, or write \`= value\` after its type.`
    return { fault: diagnostic('KQL009', span, { what, hint }) }
  }
  const value = parameterValue(given, type, span)
  if (value) return { value }
  const what = `\`${given}\` is not a value of type ${type} for the query parameter \`${name}\`.`
  return { fault: diagnostic('KQL009', span, { what, hint: examples[type] }) }
}

/** A value as it is written in a query: `5`, `7d`, `datetime(2026-09-30)`; a text stands for itself. */
function parameterValue(text: string, type: KqlType, span: Span): Literal | DynamicLiteral | undefined {
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

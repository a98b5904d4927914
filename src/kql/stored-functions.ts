import type { Diagnostic } from '../lib/diagnostic.ts'
import { invariant } from '../lib/invariant.ts'
import { translateDiagnostics } from './binder-diagnostics.ts'
import type { FunctionSchema, LanguageService } from './language-service.ts'
import { diagnostic } from './messages.ts'
import { withoutThisWorkspace } from './this-workspace.ts'

/** The names a text could call functions or tables by. */
export function wordsIn(text: string): string[] {
  return text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []
}

/** Of all functions those that a text names, and those that these name in turn. */
export function reachable(text: string, functions: readonly FunctionSchema[]): FunctionSchema[] {
  if (functions.length === 0) return []
  const byName = new Map(functions.map((each) => [each.name, each]))
  const found = new Set<FunctionSchema>()
  const waiting = [text]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const word of wordsIn(next)) {
      const named = byName.get(word)
      if (!named || found.has(named)) continue
      found.add(named)
      waiting.push(named.body)
    }
  }
  return functions.filter((each) => found.has(each))
}

interface Checked {
  readonly usable: FunctionSchema
  readonly faults: readonly Diagnostic[]
}

const checked = new WeakMap<FunctionSchema, Checked>()

/**
 * A stored function as it can be bound, this workspace's own name left out of its body; and what is wrong with its text, which
 * the binder would not say. Kept for each function.
 */
export function checkFunction(
  given: FunctionSchema,
  service: LanguageService,
  names: readonly string[],
  isFunction: (name: string) => boolean,
): Checked {
  const known = checked.get(given)
  if (known) return known
  const result = check(given, service, names, isFunction)
  checked.set(given, result)
  return result
}

function check(
  given: FunctionSchema,
  service: LanguageService,
  names: readonly string[],
  isFunction: (name: string) => boolean,
): Checked {
  const { place } = given
  if (given.fault !== undefined) {
    const what = `The function \`${given.name}\` cannot be used: ${given.fault}`
    const start = place?.offset ?? 0
    const at = { start, end: start + 1, ...(place && { source: place.source }) }
    return { usable: given, faults: [diagnostic('KQL014', at, { what, hint: undefined })] }
  }
  const head = `let ${declaredName} = ${given.parameters} `
  const text = `${head}${given.body}`
  const { root, diagnostics } = service.parse(`${text};`)
  const faults = translateDiagnostics(diagnostics, { text, root, tableNames: [], service }).map((each): Diagnostic => {
    if (!place) return each
    const at = each.span.start - head.length
    // What is wrong before the body is in its parameters.
    if (at < 0) return { ...each, span: { start: 0, end: 1 }, source: place.source }
    const last = Math.max(0, place.source.text.length - 1)
    const start = Math.min(Math.max(0, at + place.offset), last)
    return {
      ...each,
      span: { start, end: Math.max(start + 1, each.span.end - head.length + place.offset) },
      source: place.source,
    }
  })
  if (faults.length > 0) return { usable: given, faults }
  const parse = (text: string) => service.parse(text).root
  const local = withoutThisWorkspace(text, parse, names, isFunction)
  invariant(local === undefined || local.length === text.length, 'blanks take the place of what is left out')
  return { usable: local === undefined ? given : { ...given, body: local.slice(head.length) }, faults }
}

const declaredName = 'stored_function_under_test'

import { isMap, isNode, isScalar, isSeq, type Node, parseDocument, type Scalar } from 'yaml'
import { z } from 'zod'
import { type Diagnostic, nearest, type Source, type Span } from '../lib/diagnostic.ts'
import { expectedWords, foundWords } from './issue-words.ts'
import { diagnostic } from './messages.ts'
import { yamlFaults } from './yaml-faults.ts'

/** A YAML file, read, with the place of everything in it. */
export interface YamlDocument {
  readonly source: Source
  /** Plain data; undefined where the file is not valid YAML. */
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
  /** Where the value (or the key) at a path stands; of what is absent, the nearest that is there. */
  spanOf(path: readonly PropertyKey[], part?: 'key' | 'value'): Span
  /** The text at a path as a source of its own, so that a place in it is a place in the file; or what hinders that. */
  blockAt(path: readonly PropertyKey[]): Source | { readonly hindrance: string }
}

/** Reads YAML 1.2. Line ends become `\n` and a byte order mark is dropped, which moves no line and no column. */
export function readYaml(name: string, content: string): YamlDocument {
  const text = content.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const source: Source = { name, text }
  const document = parseDocument(text, { prettyErrors: false, strict: true, logLevel: 'silent' })
  const diagnostics = yamlFaults(document, source)
  diagnostics.push(...prototypeFaults(text, source))
  const value = diagnostics.length > 0 ? undefined : plainData(document, source, diagnostics)
  const root = document.contents

  function spanOf(path: readonly PropertyKey[], part: 'key' | 'value' = 'value'): Span {
    let node: Node | null = isNode(root) ? root : null
    let span = nodeSpan(node)
    for (const [index, step] of path.entries()) {
      const isLast = index === path.length - 1
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
        if (!pair) return span
        const valueNode = isNode(pair.value) ? pair.value : null
        // A map or a list spans many lines: its key is what a reader looks for.
        const showKey = part === 'key' || !valueNode || !isScalar(valueNode)
        span = nodeSpan(showKey || !isLast ? (pair.key as Node) : valueNode)
        node = valueNode
      } else if (isSeq(node)) {
        const item = node.items[Number(step)]
        if (!isNode(item)) return span
        span = isMap(item) && isNode(item.items[0]?.key) ? nodeSpan(item.items[0].key) : nodeSpan(item)
        node = item
      } else return span
    }
    return span
  }

  function blockAt(path: readonly PropertyKey[]): Source | { readonly hindrance: string } {
    const node = document.getIn(path, true)
    if (!isScalar(node) || typeof node.value !== 'string') return { hindrance: 'not a text' }
    return blockSource(source, node as Scalar<string>)
  }

  return { source, value, diagnostics, spanOf, blockAt }
}

/** An object that has these keys and no others; an error names the ones there are. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  // zod's issue does not say which keys are known, so the message carries them.
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  })
}

/** Checks a document against a schema: the data, or a diagnostic at each place that differs. */
export function checkYaml<T>(
  document: YamlDocument,
  schema: z.ZodType<T>,
  what: string,
): { readonly value?: T; readonly diagnostics: readonly Diagnostic[] } {
  if (document.diagnostics.length > 0) return { diagnostics: document.diagnostics }
  const result = schema.safeParse(document.value)
  if (result.success) return { value: result.data, diagnostics: [] }
  const { issues } = result.error
  return {
    diagnostics: issues
      .filter((issue) => !isToldAlready(issue, issues))
      .flatMap((issue) => issueDiagnostics(document, issue, [], what)),
  }
}

/** What a rule says of a mapping whose unknown key is told anyway. */
function isToldAlready(issue: Issue, issues: readonly Issue[]): boolean {
  const at = issue.path.join('.')
  return (
    issue.code === 'custom' && issues.some((other) => other.code === 'unrecognized_keys' && other.path.join('.') === at)
  )
}

function plainData(document: ReturnType<typeof parseDocument>, source: Source, diagnostics: Diagnostic[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // Aliases that multiply, or point nowhere.
    diagnostics.push(
      diagnostic('YAML001', { problem: (error as Error).message }, { source, span: { start: 0, end: 1 } }),
    )
    return undefined
  }
}

/** A key that plain data can't carry: it would be dropped without a word. */
function prototypeFaults(text: string, source: Source): Diagnostic[] {
  return Array.from(text.matchAll(/__proto__(?=["']?\s*:)/g), (match) =>
    diagnostic(
      'YAML005',
      { key: match[0], expected: 'another name' },
      { source, span: { start: match.index, end: match.index + match[0].length } },
    ),
  )
}

function nodeSpan(node: Node | null): Span {
  const range = node?.range
  return range ? { start: range[0], end: Math.max(range[1], range[0] + 1) } : { start: 0, end: 1 }
}

function blockSource(source: Source, node: Scalar<string>): Source | { readonly hindrance: string } {
  const start = node.range?.[0] ?? 0
  const before = source.text.slice(0, start)
  const line = before.split('\n').length
  if (node.type === 'BLOCK_LITERAL') {
    const lines = source.text.split('\n')
    const valueLines = node.value.split('\n')
    const first = valueLines.findIndex((text) => text.trim() !== '')
    const inFile = lines[line + Math.max(0, first)] ?? ''
    return {
      name: source.name,
      text: node.value,
      firstLine: line + 1,
      indent: inFile.length - (valueLines[Math.max(0, first)] ?? '').length,
    }
  }
  if (node.type === 'PLAIN' && !source.text.slice(start, node.range?.[1]).includes('\n')) {
    return { name: source.name, text: node.value, firstLine: line, indent: start - (before.lastIndexOf('\n') + 1) }
  }
  return { hindrance: node.type === 'PLAIN' ? 'folded over several lines' : `${styles[node.type ?? '']}` }
}

const styles: Readonly<Record<string, string>> = {
  BLOCK_FOLDED: 'a folded block (`>`)',
  QUOTE_DOUBLE: 'a quoted text',
  QUOTE_SINGLE: 'a quoted text',
}

type Issue = z.core.$ZodIssue

function issueDiagnostics(
  document: YamlDocument,
  issue: Issue,
  above: readonly PropertyKey[],
  what: string,
): Diagnostic[] {
  const { source } = document
  const path = [...above, ...issue.path]
  const where = path.length > 0 ? path.join('.') : what
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = issue.message.split(', ')
        const close = nearest(key, known)
        return diagnostic(
          'YAML002',
          { key, where: path.length > 0 ? `\`${where}\`` : what, known: known.join(', ') },
          {
            source,
            span: document.spanOf([...path, key], 'key'),
            ...hintAt(key, close, valueAt(document.value, [...path, key])),
          },
        )
      })
    case 'invalid_key':
      return [
        diagnostic(
          'YAML005',
          { key: String(path.at(-1)), expected: issue.issues.map((inner) => inner.message).join(', ') },
          { source, span: document.spanOf(path, 'key') },
        ),
      ]
    case 'invalid_union': {
      // The branch that got furthest is the one that was meant.
      const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a))
      const best = branches[0]
      if (best && depth(best) > 0) {
        return best.flatMap((inner) => issueDiagnostics(document, inner, path, what))
      }
      return [mismatch(document, path, where, expectedWords(issue) ?? issue.message)]
    }
    case 'custom':
      return [diagnostic('YAML006', { where, problem: issue.message }, { source, span: document.spanOf(path) })]
    default:
      return [mismatch(document, path, where, expectedWords(issue) ?? issue.message)]
  }
}

/** A text with a comma in it, in braces without quotes, ends at the comma: the rest is taken for a key of no value. */
function hintAt(key: string, close: string | undefined, value: unknown): { readonly hint?: string } {
  if (close !== undefined) return { hint: `Did you mean \`${close}\`?` }
  return value === null && /\s/.test(key)
    ? { hint: 'In braces a comma begins a new key: a text that has one needs quotes around it.' }
    : {}
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))
}

function mismatch(document: YamlDocument, path: readonly PropertyKey[], where: string, expected: string): Diagnostic {
  const found = valueAt(document.value, path)
  const { source } = document
  if (found === undefined && path.length > 0) {
    const parent = path.slice(0, -1)
    return diagnostic(
      'YAML003',
      { key: String(path.at(-1)), where: parent.length > 0 ? `\`${parent.join('.')}\`` : 'the file', expected },
      { source, span: document.spanOf(parent) },
    )
  }
  const close = typeof found === 'string' ? nearest(found, wordsIn(expected)) : undefined
  return diagnostic(
    'YAML004',
    { where, found: foundWords(found), expected },
    {
      source,
      span: document.spanOf(path),
      ...(close !== undefined && { hint: `Did you mean \`${close}\`?` }),
    },
  )
}

/** The words to choose from, where what is expected is one of some. */
function wordsIn(expected: string): string[] {
  return expected.startsWith('one of ') ? Array.from(expected.matchAll(/`([^`]+)`/g), ([, word]) => word!) : []
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = (current as Record<PropertyKey, unknown>)[step]
  }
  return current
}

import { type Alias, type Document, visit, type YAMLParseError, type YAMLWarning } from 'yaml'
import type { Diagnostic, Source, Span } from '../lib/diagnostic.ts'
import { diagnostic } from './messages.ts'

/**
 * What makes a text no YAML of ours, in the words of who writes it. One slip (a tab, a colon, a wrong indent) makes a parser stumble on every
 * line behind it, so only the first is told; keys that stand twice are all told.
 */
export function yamlFaults(document: Document.Parsed, source: Source): Diagnostic[] {
  const faults = [...document.errors, ...document.warnings]
  const doubled = faults.filter(({ code }) => code === 'DUPLICATE_KEY')
  const [first] = faults.filter(({ code }) => code !== 'DUPLICATE_KEY')
  if (first) return [faultOf(first, source)]
  if (doubled.length > 0) return doubled.map((fault) => faultOf(fault, source))
  return [...secondDocument(source), ...unknownAliases(document, source)]
}

function faultOf({ code, message, pos: [start, end] }: YAMLParseError | YAMLWarning, source: Source): Diagnostic {
  const { text } = source
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(start))?.[0].trim() ?? ''
    return fault(`the key \`${key}\` stands twice`, { start, end: start + Math.max(1, key.length) }, source)
  }
  const tab = code === 'TAB_AS_INDENT' ? start : tabBefore(text, start)
  if (tab !== undefined) {
    return fault('a tab indents this line', { start: tab, end: tab + 1 }, source, 'YAML is indented with spaces only.')
  }
  return fault(message, { start, end: Math.max(end, start + 1) }, source, hintOf(code, text, start))
}

/** A tab in the indentation of the line that a place stands in. */
function tabBefore(text: string, at: number): number | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const tab = /^ *\t/.exec(text.slice(start))
  return tab ? start + tab[0].length - 1 : undefined
}

function hintOf(code: string, text: string, start: number): string | undefined {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'UNEXPECTED_TOKEN': {
      const line = /^[^\n]*/.exec(text.slice(start))![0]
      return /^[^'"{[]*: /.test(line)
        ? `A text with a colon in it needs quotes: \`'${line.replaceAll("'", "''")}'\`.`
        : 'Is this line, or the one below it, indented as its neighbours are, and does it end as a key does, with a colon?'
    }
    case 'BAD_SCALAR_START':
      return 'A text that begins so needs quotes around it.'
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return 'Look above, too: a bracket, brace or quote that is opened must be closed, and what belongs together is indented alike.'
    case 'BAD_DQ_ESCAPE':
      return 'Between single quotes a backslash stands for itself.'
    default:
      return undefined
  }
}

/** A second document would be dropped without a word. */
function secondDocument(source: Source): Diagnostic[] {
  const [first, second] = source.text.matchAll(/^---(?=\s|$)/gm)
  const isLeading = first !== undefined && /^(\s|#.*\n|%.*\n)*$/.test(source.text.slice(0, first.index))
  const extra = isLeading ? second : first
  if (!extra || /^(\s|#.*)*$/.test(source.text.slice(extra.index + 3))) return []
  const span = { start: extra.index, end: extra.index + 3 }
  return [
    fault('a second document begins here', span, source, 'One file is one definition: write it to a file of its own.'),
  ]
}

/** `*name` refers to an anchor; one that means the text itself needs quotes. */
function unknownAliases(document: Document.Parsed, source: Source): Diagnostic[] {
  const faults: Diagnostic[] = []
  visit(document, {
    Alias(_, node: Alias) {
      if (node.resolve(document) !== undefined) return
      const [start, end] = node.range ?? [0, 1]
      faults.push(
        fault(
          `\`*${node.source}\` refers to an anchor, which there is not`,
          { start, end },
          source,
          'A text that begins with `*` needs quotes around it.',
        ),
      )
    },
  })
  return faults
}

function fault(problem: string, span: Span, source: Source, hint?: string): Diagnostic {
  return diagnostic('YAML001', { problem }, { source, span, ...(hint !== undefined && { hint }) })
}

import Handlebars from 'handlebars'
import type { Diagnostic, Source, Span } from '../lib/diagnostic.ts'
import { diagnostic } from './messages.ts'
import type { Parameter } from './parameter.ts'
import { conditionHelpers } from './template-conditions.ts'
import { type Piece, TemplateReader } from './template-reader.ts'

/** The parameters every query has: the time range of the run. */
export const builtInParameters: Readonly<Record<'start' | 'end', Parameter>> = {
  start: { type: 'datetime', required: true, text: 'Begin of the time range' },
  end: { type: 'datetime', required: true, text: 'End of the time range, exclusive' },
}

/** A checked template. */
export interface Template {
  readonly source: Source
  readonly pieces: readonly Piece[]
  /** What conditions ask of each parameter: the texts it is compared with. Empty: only whether it is given. */
  readonly conditions: ReadonlyMap<string, readonly (string | number | boolean)[]>
  /** Handlebars, compiled when first asked for: values in, the numbers of the pieces out (a value's number is given by `put`). */
  plan(values: Readonly<Record<string, unknown>>, put: (piece: number, value: unknown) => number): readonly number[]
}

/**
 * Reads a template and checks all that could let a value become code. Handlebars decides which pieces come and in what
 * order, and never sees their text: every piece of KQL is replaced by its number, and every placeholder by a call that
 * hands the value over. So a value can neither be escaped wrongly nor run, and each character of the result has its place
 * in the file.
 */
export function parseTemplate(
  source: Source,
  parameters: Readonly<Record<string, Parameter>>,
  declaredAt: (parameter: string) => { readonly source: Source; readonly span: Span },
): { readonly template?: Template; readonly diagnostics: readonly Diagnostic[] } {
  let program: hbs.AST.Program
  try {
    program = Handlebars.parse(source.text)
  } catch (error) {
    const span = openBlock(source.text, error) ?? parseSpan(source, error)
    return { diagnostics: [diagnostic('QRY001', parseProblem(error), { source, span })] }
  }
  const reader = new TemplateReader(source, { ...parameters, ...builtInParameters })
  reader.readProgram(program, undefined)
  reader.finishText(source.text.length)
  for (const name of Object.keys(parameters)) {
    if (reader.used.has(name)) continue
    reader.diagnostics.push(
      diagnostic('QRY004', { name }, { ...declaredAt(name), hint: `Use {{${name}}} or delete it.` }),
    )
  }
  if (reader.diagnostics.length > 0) return { diagnostics: reader.diagnostics }
  return { template: compiled(source, reader, program), diagnostics: [] }
}

function compiled(source: Source, reader: TemplateReader, program: hbs.AST.Program): Template {
  let run: Handlebars.TemplateDelegate | undefined
  return {
    source,
    pieces: reader.pieces,
    conditions: reader.conditions,
    plan(values, put) {
      run ??= environment.compile(program, {
        knownHelpersOnly: true,
        knownHelpers: { put: true, eq: true, ne: true, and: true, or: true, not: true },
        noEscape: true,
        strict: true,
      })
      const numbers = run(values, {
        data: { put },
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      })
      return numbers.split(';').slice(0, -1).map(Number)
    },
  }
}

function createEnvironment(): typeof Handlebars {
  const own = Handlebars.create()
  for (const name of ['with', 'log', 'lookup', 'helperMissing', 'blockHelperMissing']) own.unregisterHelper(name)
  own.registerHelper('put', (piece: number, value: unknown, options: Handlebars.HelperOptions) => {
    return `${(options.data as { put: (piece: number, value: unknown) => number }).put(piece, value)};`
  })
  for (const [name, helper] of Object.entries(conditionHelpers)) own.registerHelper(name, helper)
  return own
}

/** Handlebars with our helpers alone. */
const environment = createEnvironment()

function parseProblem(error: unknown): { problem: string } {
  const { message } = error as Error
  const mismatch = /(\w+) doesn't match (\w+)/.exec(message)
  if (mismatch) return { problem: `\`{{#${mismatch[1]}}}\` is closed by \`{{/${mismatch[2]}}}\`.` }
  if (/got 'EOF'/.test(message)) {
    return { problem: 'a block is not closed: `{{/if}}`, `{{/unless}}` or `{{/each}}` is missing.' }
  }
  return {
    problem: 'this line has a tag that is not well formed: tags are `{{name}}`, `{{#if name}}`, `{{else}}`, `{{/if}}`.',
  }
}

/** Where the block begins that is never closed: the parser stops at the end of the text, which may be far below. */
function openBlock(text: string, error: unknown): Span | undefined {
  if (!/got 'EOF'/.test((error as Error).message)) return undefined
  const open: Span[] = []
  for (const { 0: tag, 1: sign, index } of text.matchAll(/\{\{!--[\s\S]*?--~?\}\}|\{\{~?([#/])?[^{}]*\}\}/g)) {
    if (sign === '#') open.push({ start: index, end: index + tag.length })
    if (sign === '/') open.pop()
  }
  return open.at(-1)
}

function parseSpan(source: Source, error: unknown): Span {
  const line = Number(
    /line (\d+)/.exec((error as Error).message)?.[1] ?? (error as { lineNumber?: number }).lineNumber ?? 1,
  )
  const lines = source.text.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
  return { start, end: start + (lines[line - 1]?.length ?? 1) }
}

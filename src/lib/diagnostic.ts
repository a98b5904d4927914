/** A half-open range of UTF-16 offsets into a text. */
export interface Span {
  readonly start: number
  readonly end: number
  /** The text it points into, where that is another than the one at hand: a stored function's, in a query. */
  readonly source?: Source
}

export type Severity = 'error' | 'warning' | 'notice'

/** One thing wrong (or worth knowing) at one place. Line, column and caret frame are made when it is printed. */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly span: Span
  /** The next step: what to write instead, which command helps. */
  readonly hint?: string
  /** The text the span points into; absent where the caller knows it (a query passed as a string). */
  readonly source?: Source
}

/**
 * A text and where it stands. KQL inside YAML carries the line of the file its first line stands on and the
 * indentation it lost, so that a frame shows the file's own line and column.
 */
export interface Source {
  /** File path as the user gave it, or a name such as `query`. */
  readonly name: string
  readonly text: string
  /** 1-based line of `name` on which `text` begins. Default 1. */
  readonly firstLine?: number
  /** Columns to add on every line (the YAML block's indentation). Default 0. */
  readonly indent?: number
}

export interface Position {
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 units. */
  readonly column: number
}

/** Where an offset stands in its source's file. An offset beyond the text is its end. */
export function positionOf(source: Source, offset: number): Position {
  const before = source.text.slice(0, Math.max(0, offset)).split('\n')
  return {
    line: before.length - 1 + (source.firstLine ?? 1),
    column: before.at(-1)!.length + 1 + (source.indent ?? 0),
  }
}

/**
 * The frame a terminal shows:
 *
 * ```text
 * error KQL002: Unknown column `Acount`. Did you mean `Account`?
 *   query:1:23
 *   1 | SecurityEvent | where Acount == 'x'
 *     |                       ^^^^^^
 * ```
 */
export function printDiagnostic(diagnostic: Diagnostic, source: Source | undefined = diagnostic.source): string {
  const head = visible(`${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`)
  const hint = diagnostic.hint ? [`  hint: ${visible(diagnostic.hint)}`] : []
  if (!source) return [head, ...hint].join('\n')
  const { line, column } = positionOf(source, diagnostic.span.start)
  const index = line - (source.firstLine ?? 1)
  const content = (source.text.split('\n')[index] ?? '').replace(/\r$/, '')
  const offset = column - 1 - (source.indent ?? 0)
  const length = Math.max(1, Math.min(diagnostic.span.end - diagnostic.span.start, content.length - offset))
  // A query of one enormous line is shown around the place, not whole.
  const from = Math.max(0, offset - 60)
  const shown = visible(content.slice(from, from + 140))
  const caret = ' '.repeat(visible(content.slice(from, offset)).length + (from > 0 ? 1 : 0))
  const number = String(line)
  return [
    head,
    `  ${visible(source.name)}:${line}:${column}`,
    `  ${number} | ${from > 0 ? '…' : ''}${shown}${from + 140 < content.length ? '…' : ''}`,
    `  ${' '.repeat(number.length)} | ${caret}${'^'.repeat(Math.min(length, 140))}`,
    ...hint,
  ].join('\n')
}

function visible(text: string): string {
  return text.replace(/\t/g, '  ').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '·')
}

/** What an operation found wrong, as the public edge throws it. */
export class HuntletError extends Error {
  override readonly name: string = 'HuntletError'
  /** A stable word for programs, such as `UNKNOWN_NOTEBOOKLET`. */
  readonly code: string
  readonly hint: string | undefined
  readonly diagnostics: readonly Diagnostic[]

  constructor(
    code: string,
    message: string,
    options: { hint?: string; diagnostics?: readonly Diagnostic[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.diagnostics = options.diagnostics ?? []
  }
}

/** KQL that is wrong, or that this workspace refuses: `code` is `KQL_INVALID` or `KQL_UNSUPPORTED`. */
export class KqlError extends HuntletError {
  override readonly name = 'KqlError'
}

/** The nearest of `known` to `word` by edit distance, where near enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  // A word of two letters of which none stays is another word.
  let bestDistance = Math.min(Math.max(2, Math.floor(word.length / 3)), word.length - 1) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** How many letters have to be put in, left out or changed, or two neighbours swapped, to make one text of the other. */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? before[j - 2]! + 1 : changed
      current[j] = Math.min(previous[j]! + 1, current[j - 1]! + 1, changed, swapped)
    }
    before = previous
    previous = current
  }
  return previous[b.length]!
}

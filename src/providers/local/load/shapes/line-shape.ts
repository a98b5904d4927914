import type { KqlType } from '../../../../lib/kql-type.ts'
import type { JsonObject } from '../json-shapes.ts'

/** Logs of one record a line, that are neither JSON nor CSV. */
export interface LineShape {
  /** What they are, for a notice: `lines of syslog`. */
  readonly name: string
  /** True where the first lines of a file, blank ones left out, are of this shape. */
  recognises(lines: readonly string[], file: AboutFile): boolean
  /** A reader of the lines of one file, in their order. */
  open(file: AboutFile): LineReader
}

/** What a shape may know of the file beside its lines. */
export interface AboutFile {
  /** What the file is called, with the folders it is in. */
  readonly name: string
  /** When it was last written, where that is known. */
  readonly modified: Date | undefined
}

/** Makes rows of the lines of one file, handed over in their order. */
export interface LineReader {
  /** Is shown each line before any is read, where only the whole tells how to read one. */
  readonly survey?: (line: string) => void
  /** The row of the table its `$table` names; why the line is none, in words that go on from a colon; undefined for a line that is no record, such as a header. */
  readonly read: (line: string) => JsonObject | string | undefined
  /** What was assumed, each as a sentence. Asked for after the last line. */
  readonly notes?: () => readonly string[]
  /** The types of columns that no schema knows. */
  readonly types?: Readonly<Record<string, KqlType>>
}

/** True where at least eight in ten of the lines pass: a log may have a banner or a torn line. */
export function mostLines(lines: readonly string[], passes: (line: string) => boolean): boolean {
  return lines.length > 0 && lines.filter(passes).length >= 0.8 * lines.length
}

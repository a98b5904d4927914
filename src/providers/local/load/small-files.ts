import type { KnownSchemas } from '../../schemas/known-schemas.ts'
import { reportFaults } from './faults.ts'
import { aboutOf, type FoundFile, nameOf } from './find-files.ts'
import { JsonNames } from './json-names.ts'
import type { Notices } from './notices.ts'
import { type CsvFormat, csvReader, isOwnKind, type RecordFormat, recordReader } from './read-records.ts'
import { countReplaced, type Head } from './read-text.ts'
import type { Session } from './session.ts'
import type { Shape } from './shapes/shape.ts'
import { groupingName } from './table-name.ts'

/**
 * Small files that belong together, read and not yet in the database: those of one table by name, and of one header. A
 * thousand files of ten records each are one step of work, not a thousand.
 */
export interface SmallFiles {
  readonly files: readonly FoundFile[]
  readonly content:
    | { readonly kind: 'csv'; readonly header: readonly string[] }
    | { readonly kind: 'json'; readonly names: JsonNames }
  /** Rows as JSON: arrays of fields, or objects. */
  readonly rows: readonly string[]
}

interface Growing extends SmallFiles {
  readonly files: FoundFile[]
  readonly rows: string[]
  characters: number
}

/** A group with more text than this is closed, and the next file begins another. */
const largestGroup = 32_000_000

export class SmallFileGroups {
  readonly #notices: Notices
  readonly #schemas: KnownSchemas
  readonly #seen: Set<string>
  readonly #open = new Map<string, Growing>()

  constructor({ notices, schemas, seen }: Pick<Session, 'notices' | 'schemas' | 'seen'>) {
    this.#notices = notices
    this.#schemas = schemas
    this.#seen = seen
  }

  /** Reads the file, of which the head is the whole. Gives the group where it is the first of one; the rest come as they are added. */
  add(file: FoundFile, head: Head, format: CsvFormat | RecordFormat, own: readonly Shape[]): SmallFiles | undefined {
    const faults = reportFaults(this.#notices, file.path)
    const rows: string[] = []
    const write = (row: string) => {
      rows.push(row)
    }
    const names = new JsonNames()
    const reader =
      format.kind === 'csv'
        ? csvReader(format, faults, write)
        : recordReader(format, aboutOf(file), faults, { names, seen: this.#seen, own, write })
    reader.pushBytes?.(head.bytes)
    reader.survey?.(head.text)
    reader.survey?.(undefined)
    reader.push(head.text)
    reader.end(false)
    faults.close({ replaced: reader.pushBytes ? 0 : countReplaced(head.text, head.bytes) }, head.form)
    if (rows.length === 0 && format.kind !== 'csv' && isOwnKind(format)) {
      faults.note('files without records', 'The file holds no records.')
      return undefined
    }
    const group = this.#groupOf(file, format, names)
    if (group.content.kind === 'json') group.content.names.absorb(names)
    for (const row of rows) group.rows.push(row)
    group.characters += rows.reduce((sum, row) => sum + row.length, 0)
    return group.files.push(file) === 1 ? group : undefined
  }

  #groupOf(file: FoundFile, format: CsvFormat | RecordFormat, { shapes }: JsonNames): Growing {
    // The files of a CloudTrail bucket have nothing in common in their names.
    const name = file.table ?? (shapes.size > 0 ? [...shapes].join() : groupingName(nameOf(file), this.#schemas))
    const key = `${name} ${format.kind === 'csv' ? JSON.stringify(format.header) : 'json'}`.toLowerCase()
    const known = this.#open.get(key)
    if (known && known.characters < largestGroup) return known
    const content =
      format.kind === 'csv'
        ? { kind: 'csv' as const, header: format.header }
        : { kind: 'json' as const, names: new JsonNames() }
    const group: Growing = { files: [], rows: [], characters: 0, content }
    this.#open.set(key, group)
    return group
  }
}

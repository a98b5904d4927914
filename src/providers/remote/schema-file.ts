import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isKqlType } from '../../lib/kql-type.ts'
import { keptFolders } from '../local/cache/disk-use.ts'
import { makePrivate, remove } from '../local/cache/private-folder.ts'
import type { WireSchema } from './wire.ts'

/** A schema and when it was fetched, in milliseconds since 1970. */
export interface DatedSchema {
  readonly at: number
  readonly schema: WireSchema
}

/** What a file looks like; another form is no schema of ours. */
const version = 1

/** Where the schema of one workspace is kept, below the user's own folder. `key`: identity, service and name. */
export class SchemaFile {
  readonly #folder: string
  readonly #name: string

  constructor(folder: string, key: string) {
    this.#folder = folder
    this.#name = `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`
  }

  /** What is kept; undefined where there is nothing, or nothing that can be read. */
  read(): DatedSchema | undefined {
    try {
      const text = readFileSync(join(this.#folder, keptFolders.schemas, this.#name), 'utf8')
      const kept = JSON.parse(text) as { version: unknown; at: unknown; schema: WireSchema }
      if (kept.version !== version || typeof kept.at !== 'number' || !isSchema(kept.schema)) return undefined
      return { at: kept.at, schema: kept.schema }
    } catch {
      return undefined
    }
  }

  /** Puts the schema in the place of the last, whole. A folder that cannot be written keeps nothing. */
  write(dated: DatedSchema): void {
    try {
      const folder = makePrivate(this.#folder, keptFolders.schemas)
      const part = join(folder, `${this.#name}.${randomUUID()}`)
      try {
        writeFileSync(part, JSON.stringify({ version, ...dated }), { mode: 0o600 })
        renameSync(part, join(folder, this.#name))
      } finally {
        remove(part)
      }
    } catch {
      // It is fetched again the next time.
    }
  }
}

function isSchema({ tables, functions, watchlists, names }: WireSchema): boolean {
  const isText = (value: unknown) => typeof value === 'string'
  const areColumns = (columns: WireSchema['tables'][number]['columns']) =>
    columns.every(({ name, type }) => isText(name) && isKqlType(type))
  return (
    tables.every((each) => isText(each.name) && areColumns(each.columns)) &&
    functions.every((each) => isText(each.name) && isText(each.parameters) && isText(each.body)) &&
    watchlists.every((each) => isText(each.alias) && areColumns(each.columns)) &&
    names.every(isText)
  )
}

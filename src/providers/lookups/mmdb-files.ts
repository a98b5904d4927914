import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { basename, join } from 'node:path'
import { Reader, type Response } from 'mmdb-lib'
import { safeText } from '../../lib/safe-text.ts'
import type { Json } from '../../lib/table.ts'
import { filesIn } from './files-beside.ts'
import type { Answer, LookupOutcome } from './lookup.ts'
import type { Observable } from './observable.ts'

/** Where databases of addresses lie: named, or in folders and in `geoip` below them. */
export interface DatabasePlaces {
  readonly folders: readonly string[]
  readonly named?: string | undefined
}

/** A database in MaxMind's format whose type fits, read once. */
export class MmdbFile {
  readonly #places: DatabasePlaces
  readonly #type: RegExp
  #opened: { readonly reader: Reader<Response>; readonly name: string } | 'none' | undefined
  readonly #notices: string[] = []

  constructor(places: DatabasePlaces, type: RegExp) {
    this.#places = places
    this.#type = type
  }

  /** Asks it about addresses; `read` makes an answer of what it says of one. */
  look(
    observables: readonly Observable[],
    read: (found: Response) => Pick<Answer, 'verdict' | 'tags'> | undefined,
  ): LookupOutcome {
    this.#opened ??= this.#open()
    if (this.#opened === 'none') return { answers: [], entries: 0, notices: this.#notices }
    const { reader, name } = this.#opened
    const { ipVersion, buildEpoch, nodeCount } = reader.metadata
    const asOf = buildEpoch.toISOString()
    const answers = observables.flatMap((observable): Answer[] => {
      if (ipVersion === 4 && isIPv6(observable.value)) return []
      const found = reader.get(observable.value)
      const said = found && read(found)
      return said ? [{ observable, severity: 'information', asOf, within: name, raw: plainRecord(found), ...said }] : []
    })
    return { answers, entries: nodeCount, notices: this.#notices }
  }

  #open(): { readonly reader: Reader<Response>; readonly name: string } | 'none' {
    const { folders, named } = this.#places
    const found = folders
      .flatMap((folder) => [join(folder, 'geoip'), folder])
      .flatMap((each) => filesIn(each, /\.mmdb$/i))
    for (const path of [...(named === undefined ? [] : [named]), ...found.map((file) => file.path)]) {
      try {
        const reader = new Reader(readFileSync(path))
        if (this.#type.test(reader.metadata.databaseType)) return { reader, name: basename(path) }
      } catch {
        this.#notices.push(`${safeText(path)} is left out: it is no database in the MaxMind format.`)
      }
    }
    return 'none'
  }
}

/** The record as JSON has it: the format knows whole numbers of up to 128 bits. */
function plainRecord(found: Response): Json {
  const plain = (_: string, value: unknown) =>
    typeof value !== 'bigint' ? value : Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return JSON.parse(JSON.stringify(found, plain)) as Json
}

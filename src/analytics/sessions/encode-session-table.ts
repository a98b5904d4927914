import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type EncodedSessions, emptyVocabularies, SessionEncoder, type Vocabularies } from './encode-sessions.ts'
import { IdList } from './id-list.ts'
import { SessionRows } from './read-sessions.ts'
import type { SessionKind } from './session.ts'
import { checkMode, type SessionTableOptions } from './session-table.ts'

/** The sessions of one source, as ids: a few bytes an event. */
export interface EncodedGroup {
  readonly source: string
  /** Their rows in the table. */
  readonly rows: Uint32Array
  readonly encoded: EncodedSessions
  /** They hold all names of the sessions. */
  readonly vocabularies: Vocabularies
}

/** So many rows are read between two words of progress. */
const toldEach = 4096

/** As `groupSessions`, for many sessions: none is held but as ids. Tells `progress` of rows. Throws as that does. */
export function encodeSessionTable(
  table: Table,
  options: SessionTableOptions,
  progress: Progress = noProgress,
): readonly EncodedGroup[] {
  checkMode(options.mode)
  const rows = new SessionRows(table, options.events, options.mode)
  const sourceAt = options.source === undefined ? -1 : columnAt(table, options.source, 'the source of each session')
  const groups = new Map<string, GroupEncoder>()
  for (let row = 0; row < table.rowCount; row++) {
    if (row % toldEach === 0) progress(row, table.rowCount, 'Reading sessions')
    const source = sourceAt < 0 ? '' : String(table.cell(row, sourceAt) ?? '')
    let group = groups.get(source)
    if (!group) {
      group = new GroupEncoder(options.mode)
      groups.set(source, group)
    }
    group.add(row, rows)
  }
  return Array.from(groups, ([source, group]) => ({ source, ...group.finish() }))
}

class GroupEncoder {
  readonly #vocabularies = emptyVocabularies()
  readonly #encoder: SessionEncoder
  readonly #rows = new IdList()
  /** The first session of each text. */
  readonly #first = new Map<number, number>()

  constructor(mode: SessionKind) {
    this.#encoder = new SessionEncoder(mode, this.#vocabularies, true)
  }

  /** Sessions of the same text are read once. */
  add(row: number, rows: SessionRows): void {
    this.#rows.push(row)
    const text = rows.textOf(row)
    const known = text < 0 ? undefined : this.#first.get(text)
    if (known !== undefined) {
      this.#encoder.addAgain(known)
      return
    }
    if (text >= 0) this.#first.set(text, this.#encoder.count)
    this.#encoder.add(rows.read(row))
  }

  finish(): Omit<EncodedGroup, 'source'> {
    return { rows: this.#rows.toArray(), encoded: this.#encoder.finish(), vocabularies: this.#vocabularies }
  }
}

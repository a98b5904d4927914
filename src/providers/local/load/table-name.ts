import { basename, dirname } from 'node:path'
import type { KnownSchemas } from '../../schemas/known-schemas.ts'
import { type Recognition, recogniseHeaders, telltaleColumns } from './recognise-headers.ts'

/** Which table a file is, and what says so. */
export interface NamedTable {
  readonly table: string
  readonly by: 'file name' | 'folder name' | 'headers' | 'custom'
  readonly recognition?: Recognition
}

/**
 * The table a file belongs to by its name, its folder's name or its headers; where none of them tells, the file is a
 * table of its own, named for it.
 */
export function tableOf(path: string, columns: readonly string[], schemas: KnownSchemas): NamedTable {
  const stem = stemOf(path)
  const exact = schemas.findIgnoringCase(stem)
  if (exact) return { table: exact.name, by: 'file name' }
  const within = knownNameWithin(stem, schemas)
  // `Event list.csv` is hardly the table Event: its columns must bear the name out.
  if (within && telltaleColumns(columns, within, schemas) >= 2) return { table: within, by: 'file name' }
  const folder = schemas.findIgnoringCase(basename(dirname(path)))?.name
  if (folder && telltaleColumns(columns, folder, schemas) >= 2) return { table: folder, by: 'folder name' }
  const recognition = recogniseHeaders(columns, schemas)
  if (recognition) return { table: recognition.table, by: 'headers', recognition }
  return { table: customName(stem), by: 'custom' }
}

/** The same for files that `tableOf` would give one table by their names alone. */
export function groupingName(path: string, schemas: KnownSchemas): string {
  const stem = stemOf(path)
  const known = schemas.findIgnoringCase(stem)?.name ?? knownNameWithin(stem, schemas)
  return known ?? `${dirname(path)}/${customName(stem)}`
}

const packed = /\.(gz|gzip|zst|zstd)$/i

/** `SigninLogs (1).csv.gz` → `SigninLogs (1)` */
export function stemOf(path: string): string {
  return basename(path)
    .replace(packed, '')
    .replace(/\.[a-z0-9]{1,8}$/i, '')
}

/** The extension with its dot, in lower case, that of the compression left out. */
export function extensionOf(path: string): string {
  return /\.[^.]+$/.exec(basename(path).replace(packed, '').toLowerCase())?.at(0) ?? ''
}

/**
 * A known table's name among the words of a file name: `OfficeActivity_2024`, `office_activity`, `contoso-SigninLogs-export`.
 * The longest wins. Away from the beginning it must be a name of several words: `calendar event` is not Event.
 */
function knownNameWithin(stem: string, schemas: KnownSchemas): string | undefined {
  const words = stem.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  for (let length = words.length; length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const run = words.slice(start, start + length)
      const table = schemas.findIgnoringCase(run.join('')) ?? schemas.findIgnoringCase(run.join('_'))
      if (table && (start === 0 || /\p{Ll}\p{Lu}/u.test(table.name))) return table.name
    }
  }
  return undefined
}

/** A name KQL takes without quotes: `sign-in (2)` → `sign_in`. Copies and dated pieces of one export go together. */
export function customName(stem: string): string {
  const base = stem
    .replace(/\s*\(\d+\)$/, '')
    .replace(/[\s_.-]*(19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d([T_-]?\d{2,9}Z?)?$/, '')
  const name = tableName(base || stem)
  return name === '' ? 'Custom' : name
}

/** What may stand in a table's name, the rest made underscores; empty where nothing is left. */
export function tableName(text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 120)
  return /^\p{N}/u.test(name) ? `_${name}` : name
}

import { ownEntry } from '../lib/own-entry.ts'
import { expression } from './expression.ts'
import { diagnostic } from './messages.ts'
import type { Scope } from './scope.ts'
import type { Node } from './syntax.ts'
import type { Expression, Literal, QuerySettings } from './tree.ts'

/** What `set` said so far. */
export interface Settings {
  now?: bigint
  mostRows?: number
  keptRows?: number
  keptBytes?: number
  isUnlimited?: boolean
  /** The bins of `bin_auto`: their size, and a point where one begins. */
  binSize?: Expression
  binAt?: Expression
}

type Setting = (value: Literal | undefined, settings: Settings) => boolean

/** `set` statements that mean something here. False where the value is none of the kind. */
const meant: Readonly<Record<string, Setting>> = {
  notruncation(value, settings) {
    settings.isUnlimited = value?.value !== false
    return true
  },
  truncationmaxrecords: count('keptRows'),
  truncationmaxsize: count('keptBytes'),
  query_take_max_records: count('mostRows'),
  query_now(value, settings) {
    if (value?.type !== 'datetime' || typeof value.value !== 'bigint') return false
    settings.now = value.value
    return true
  },
  query_bin_auto_size: bins('binSize'),
  query_bin_auto_at: bins('binAt'),
}

function count(name: 'keptRows' | 'keptBytes' | 'mostRows'): Setting {
  return (value, settings) => {
    if (typeof value?.value !== 'bigint' || value.value < 0n) return false
    settings[name] = Number(value.value)
    return true
  }
}

function bins(name: 'binSize' | 'binAt'): Setting {
  return (value, settings) => {
    if (!value) return false
    settings[name] = value
    return true
  }
}

/** Options that change which rows come out, and that nothing here carries out. */
const unheeded: ReadonlySet<string> = new Set([
  'best_effort',
  'deferpartialqueryfailures',
  'query_datascope',
  'query_datetimescope_column',
  'query_datetimescope_from',
  'query_datetimescope_to',
  'query_force_row_level_security',
  'query_table_data_scope',
  'query_take_max_records_per_shard',
  'request_block_row_level_security',
])

/** A `set` statement: carried out where it means something here, accepted where it changes no row. */
export function setOption(statement: Node<'SetOptionStatement'>, settings: Settings, scope: Scope): void {
  const { SimpleName: name } = statement.Name
  const lower = name.toLowerCase()
  const node = statement.ValueClause?.Expression
  const setting = ownEntry(meant, lower)
  if (setting) {
    const value = node && expression(node, scope)
    if (setting(value?.kind === 'literal' ? value : undefined, settings)) return
    const what = `This is no value for \`${name}\`.`
    scope.translation.diagnostics.push(diagnostic('KQL009', scope.spanOf(node ?? statement), { what }))
  } else if (unheeded.has(lower)) {
    scope.translation.diagnostics.push(diagnostic('KQL202', scope.spanOf(statement), { name }))
  }
}

/** What the compiler and the workspace are to know of it. */
export function querySettings({
  now,
  mostRows,
  keptRows,
  keptBytes,
  isUnlimited,
}: Settings): QuerySettings | undefined {
  const settings = {
    ...(now !== undefined && { now }),
    ...(mostRows !== undefined && { mostRows }),
    ...(keptRows !== undefined && { keptRows }),
    ...(keptBytes !== undefined && { keptBytes }),
    ...(isUnlimited && { isUnlimited }),
  }
  return Object.keys(settings).length > 0 ? settings : undefined
}

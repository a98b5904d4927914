import type { KnownSchemas } from '../../schemas/known-schemas.ts'

/** How well a set of column names fits a known table. */
export interface Recognition {
  readonly table: string
  /** Names that the table has, of those that tell tables apart. */
  readonly matched: number
  /** Names that tell tables apart: not TenantId and its like, which most tables have. */
  readonly of: number
}

/** Fewer names in common than this is chance. */
const leastMatched = 4
/** And of the file's own names at least this share. */
const leastShare = 0.6
/** A column that more than this share of all tables has says nothing about which one it is. */
const commonShare = 0.25

/** Of tables that fit equally well, one that investigations are about is likelier than one that few have. */
const familiar: ReadonlySet<string> = new Set([
  'SigninLogs',
  'AuditLogs',
  'OfficeActivity',
  'SecurityEvent',
  'AzureActivity',
  'SecurityAlert',
  'SecurityIncident',
  'CommonSecurityLog',
  'Syslog',
  'Event',
  'WindowsEvent',
  'Heartbeat',
  'AWSCloudTrail',
  'ThreatIntelligenceIndicator',
  'DnsEvents',
  'W3CIISLog',
  'VMComputer',
  'VMProcess',
  'VMConnection',
  'BehaviorAnalytics',
  'IdentityInfo',
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileEvents',
  'DeviceLogonEvents',
  'DeviceRegistryEvents',
  'DeviceEvents',
  'DeviceImageLoadEvents',
  'DeviceInfo',
  'EmailEvents',
  'EmailUrlInfo',
  'EmailAttachmentInfo',
  'UrlClickEvents',
  'AlertInfo',
  'AlertEvidence',
  'CloudAppEvents',
  'IdentityLogonEvents',
])

interface Index {
  /** Tables by lower-case column name. */
  readonly tables: ReadonlyMap<string, readonly string[]>
  readonly common: ReadonlySet<string>
}

const indexes = new WeakMap<KnownSchemas, Index>()

/**
 * The known table that most of the column names belong to, however their letters are cased; undefined where none has
 * enough of them. Of tables that have equally many a familiar one, then the one with the fewest columns of its own, then
 * the shortest name.
 */
export function recogniseHeaders(columns: readonly string[], schemas: KnownSchemas): Recognition | undefined {
  const { tables, common } = indexOf(schemas)
  const telling = new Set(columns.map((name) => name.toLowerCase()).filter((name) => !common.has(name)))
  const counts = new Map<string, number>()
  for (const name of telling) {
    for (const table of tables.get(name) ?? []) counts.set(table, (counts.get(table) ?? 0) + 1)
  }
  const size = (table: string) => schemas.find(table)!.columns.length
  const strangeness = (table: string) => (familiar.has(table) ? 0 : 1)
  const [best] = [...counts].sort(
    ([a, countOfA], [b, countOfB]) =>
      countOfB - countOfA || strangeness(a) - strangeness(b) || size(a) - size(b) || a.length - b.length,
  )
  if (!best) return undefined
  const [table, matched] = best
  if (matched < leastMatched || matched < leastShare * telling.size) return undefined
  return { table, matched, of: telling.size }
}

/** Column names of the file that the table has, those that most tables have left out. */
export function telltaleColumns(columns: readonly string[], table: string, schemas: KnownSchemas): number {
  const { common } = indexOf(schemas)
  const known = new Set(schemas.find(table)?.columns.map((column) => column.name.toLowerCase()))
  return new Set(columns.map((name) => name.toLowerCase()).filter((name) => known.has(name) && !common.has(name))).size
}

function indexOf(schemas: KnownSchemas): Index {
  let index = indexes.get(schemas)
  if (!index) {
    const tables = new Map<string, string[]>()
    const names = schemas.names()
    for (const name of names) {
      for (const column of new Set(schemas.find(name)!.columns.map((each) => each.name.toLowerCase()))) {
        const having = tables.get(column)
        if (having) having.push(name)
        else tables.set(column, [name])
      }
    }
    const common = new Set(
      [...tables].filter(([, having]) => having.length > names.length * commonShare).map(([name]) => name),
    )
    index = { tables, common }
    indexes.set(schemas, index)
  }
  return index
}

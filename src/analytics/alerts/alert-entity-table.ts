import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import type { AlertEntityType } from './describe-entity.ts'
import { type AlertEntity, readAlertEntities } from './read-alert-entities.ts'

export interface AlertEntityOptions {
  /** Columns of the alert put beside each of its entities. */
  readonly keep?: readonly string[]
  /** Only entities of these types. */
  readonly types?: readonly AlertEntityType[]
  /** Each entity of several alerts once, with how many name it. Default false: once for each alert. */
  readonly distinct?: boolean
}

/** The column that has the value of an entity of a type, for pivots and for queries about all of one type. */
const typeColumns = {
  account: 'Account',
  host: 'Host',
  ip: 'Address',
  url: 'Url',
  domain: 'Domain',
  file: 'File',
  hash: 'FileHash',
  process: 'Process',
  'logon-session': 'LogonSession',
  mailbox: 'Mailbox',
  application: 'CloudApplication',
  resource: 'AzureResource',
} as const satisfies Partial<Record<AlertEntityType, string>>

const typed = Object.entries(typeColumns)

const string = (name: string): ColumnType => ({ name, type: 'string' })

/**
 * The entities that alerts name, one row an alert and entity: `Type`, `Value`, `Role`, `Detail`, `AlertName`, `SystemAlertId`, the columns of
 * `keep`, a column for each type (`Account`, `Host`, `Address` …) that is empty in rows of other types, the parts of its name that logs keep
 * (`UserName`, `ShortHost`, `Site`, `Term` …), and `Properties`, what the alert says of it. With `distinct` an entity is one row: `Alerts` counts them, `AlertNames` and `SystemAlertIds` list them.
 */
export function alertEntityTable(table: Table, options: AlertEntityOptions = {}): { table: Table; notices: string[] } {
  const { keep = [], types, distinct = false } = options
  columnAt(table, 'Entities', 'what alerts name')
  const kept = keep.map((name) => table.columns[columnAt(table, name, 'to keep')]!)
  const rows: { row: number; entity: AlertEntity }[] = []
  let unread = 0
  for (let row = 0; row < table.rowCount; row++) {
    const cell = (name: string) => table.value(row, name) ?? null
    const read = readAlertEntities({
      entities: cell('Entities') as Exclude<Cell, bigint>,
      extendedProperties: cell('ExtendedProperties') as Exclude<Cell, bigint>,
      compromisedEntity: String(cell('CompromisedEntity') ?? ''),
    })
    if (read.problem !== undefined) unread++
    for (const entity of read.entities) if (!types || types.includes(entity.type)) rows.push({ row, entity })
  }
  const notices =
    unread > 0 ? [`The entities of ${unread} of ${table.rowCount} alerts are no JSON and could not be read.`] : []
  const made = distinct ? distinctRows(table, rows) : eachRow(table, rows, keep, kept)
  return { table: made, notices }
}

interface Found {
  readonly row: number
  readonly entity: AlertEntity
}

const leading: readonly ColumnType[] = ['Type', 'Value', 'Role', 'Detail'].map(string)

/** What logs call an entity that alerts call something longer: each log keeps another part of a name. */
const partColumns: Readonly<Record<string, (entity: AlertEntity) => string>> = {
  UserName: ({ type, value }) => (type === 'account' ? userName(value) : ''),
  /** Of accounts whose domain as Entra knows it is not said. */
  LoneUserName: ({ type, value }) => (type === 'account' && !value.includes('@') ? userName(value) : ''),
  ShortHost: ({ type, value }) => (type === 'host' ? shortHost(value) : ''),
  Site: ({ type, value }) => (type === 'domain' ? value : type === 'url' ? siteOf(value) : ''),
  /** By which other alerts are found: they keep the parts of a name apart. */
  Term: ({ type, value }) => (type === 'account' ? userName(value) : type === 'host' ? shortHost(value) : value),
}

const parts = Object.entries(partColumns)

function userName(account: string): string {
  return account.split('\\').at(-1)!.split('@')[0]!
}

function shortHost(host: string): string {
  return /^[\d.]+$/.test(host) ? host : host.split('.')[0]!
}

function siteOf(url: string): string {
  return (/^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^:/?#]+)/i.exec(url)?.[1] ?? '').toLowerCase()
}

const trailing: readonly ColumnType[] = [
  ...typed.map(([, column]) => string(column)),
  ...parts.map(([column]) => string(column)),
  string('CommandLine'),
  { name: 'Properties', type: 'dynamic' },
]

function trailingCells(entity: AlertEntity): Cell[] {
  const { type, value, commandLine = '', properties } = entity
  const ofType = typed.map(([each]) => (each === type ? value : ''))
  return [...ofType, ...parts.map(([, part]) => part(entity)), commandLine, properties]
}

function eachRow(table: Table, found: readonly Found[], keep: readonly string[], kept: readonly ColumnType[]): Table {
  const columns = [...leading, string('AlertName'), string('SystemAlertId'), ...kept, ...trailing]
  return Table.fromRows(
    columns,
    found.map(({ row, entity }) => [
      ...leadingCells(entity),
      textCell(table, row, 'AlertName'),
      textCell(table, row, 'SystemAlertId'),
      ...keep.map((name) => table.value(row, name) ?? null),
      ...trailingCells(entity),
    ]),
  )
}

function distinctRows(table: Table, found: readonly Found[]): Table {
  const groups = new Map<string, Found[]>()
  for (const each of found) {
    const key = `${each.entity.type} ${each.entity.value.toLowerCase()}`
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  const columns: ColumnType[] = [
    ...leading,
    { name: 'Alerts', type: 'long' },
    { name: 'AlertNames', type: 'dynamic' },
    { name: 'SystemAlertIds', type: 'dynamic' },
    ...trailing,
  ]
  const rows = [...groups.values()].map((group) => {
    const values = (name: string) => [...new Set(group.map(({ row }) => textCell(table, row, name)))]
    const roles = [...new Set(group.map(({ entity }) => entity.role))]
    const details = group.map(({ entity }) => entity.detail)
    const best = { ...group[0]!.entity, role: roles.join(', '), detail: details.find((text) => text !== '') ?? '' }
    return [...leadingCells(best), group.length, values('AlertName'), values('SystemAlertId'), ...trailingCells(best)]
  })
  const most = rows.map((_, row) => row).sort((a, b) => Number(rows[b]![4]) - Number(rows[a]![4]) || a - b)
  return Table.fromRows(
    columns,
    most.map((row) => rows[row]!),
  )
}

function leadingCells({ type, value, role, detail }: AlertEntity): Cell[] {
  return [type, value, role, detail]
}

function textCell(table: Table, row: number, name: string): string {
  return String(table.value(row, name) ?? '')
}

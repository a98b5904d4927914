import type { Json } from '../../lib/table.ts'
import { CsvRecords } from '../local/load/csv-records.ts'
import type { FileBeside } from './files-beside.ts'
import { type Indicator, isoTime, listOf, severityOf } from './indicator.ts'
import { ObservableIndex } from './observable-index.ts'

/** Names of columns by what they hold, as published lists and exports write them; case and separators do not matter. */
const columnNames = {
  value:
    /^(ioc|iocvalue|indicator|indicatorvalue|observable|observablevalue|value|attributevalue|artifact|ip|ipaddress|address|addr|srcip|dstip|dstip|network|cidr|domain|domainname|hostname|host|fqdn|url|uri|hash|filehash|md5|md5hash|sha1|sha1hash|sha256|sha256hash|email|emailaddress|sender)$/,
  threat: /^(description|comment|threat|threattype|type|category|malware|malwareprintable|signature|title|name|info)$/,
  tags: /^(tags?|labels?|malwarefamily|family|actor|campaign)$/,
  confidence: /^(confidence|confidencelevel|confidencescore)$/,
  severity: /^(severity|risk|threatlevel|verdict)$/,
  firstSeen: /^(firstseen|firstseenutc|validfrom|dateadded|created|createdat|date)$/,
  lastSeen: /^(lastseen|lastseenutc|lastonline|modified|updated)$/,
  until: /^(validuntil|expires?|expiration|expirationdatetime|expiry|expirationdate)$/,
  provider: /^(provider|source|feed|reporter|author)$/,
  reference: /^(reference|references|link|urlhauslink|ref)$/,
} as const

type Role = keyof typeof columnNames

/** The indicators of a CSV file with or without a header, or of a plain list, one a line; lines after `#` are comments. */
export function* indicatorsOfCsv(file: FileBeside): Generator<[string, Indicator]> {
  const text = file.text.replace(/^[ \t]*#.*$/gm, '')
  const delimiter = file.extension === '.tsv' ? '\t' : (/[,;\t]/.exec(firstLine(text))?.[0] ?? ',')
  const csv = new CsvRecords(delimiter)
  const records = [...csv.push(text), ...csv.end()]
  const first = records[0]
  if (!first) return
  const isHeader = !first.fields.some((field) => isObservable(field))
  const header = isHeader ? first.fields.map((name) => name.trim()) : first.fields.map((_, at) => `Column${at + 1}`)
  const columns = (role: Role) =>
    header.flatMap((name, at) => (columnNames[role].test(name.toLowerCase().replace(/[^a-z0-9]/g, '')) ? [at] : []))
  const named = columns('value')
  const at = Object.fromEntries((Object.keys(columnNames) as Role[]).map((role) => [role, columns(role)])) as Record<
    Role,
    number[]
  >
  for (const { fields, line } of isHeader ? records.slice(1) : records) {
    const texts = (role: Role) => at[role].map((place) => fields[place]?.trim() ?? '').filter((word) => word !== '')
    // A line without any is told as what could not be taken.
    const values = named.length > 0 ? texts('value') : [fields.find((field) => isObservable(field)) ?? fields.join(' ')]
    const confidence = Number(texts('confidence')[0] ?? Number.NaN)
    const severity = texts('severity')
      .map(severityOf)
      .find((word) => word !== undefined)
    const indicator: Indicator = {
      provider: texts('provider')[0] ?? '',
      threat: texts('threat').join(': '),
      tags: texts('tags').flatMap(listOf),
      ...(Number.isFinite(confidence) && { confidence }),
      ...(severity && { severity }),
      firstSeen: isoTime(texts('firstSeen')[0]),
      lastSeen: isoTime(texts('lastSeen')[0]),
      until: isoTime(texts('until')[0]),
      asOf: file.modified,
      reference: texts('reference').find((link) => /^https?:\/\//.test(link)),
      within: file.name,
      raw: () => ({ line, ...fieldsOf(header, fields) }),
    }
    for (const value of values) if (value.trim() !== '') yield [value, indicator]
  }
}

function fieldsOf(header: readonly string[], fields: readonly string[]): { readonly [name: string]: Json } {
  return Object.fromEntries(header.map((name, at) => [name, fields[at] ?? '']))
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? ''
}

function isObservable(text: string): boolean {
  return new ObservableIndex<true>().add(text, true)
}

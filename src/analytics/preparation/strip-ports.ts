import ipaddr from 'ipaddr.js'
import { countOf } from '../../lib/count-of.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { columnTexts, mapTexts, withTexts } from '../columns/column-texts.ts'
import { addressColumns, columnsWithValues } from './known-columns.ts'
import { examplesOf, type Prepared } from './prepared.ts'

export interface StripPortsOptions {
  /** Default: the columns of the table that are known to hold addresses. */
  readonly columns?: readonly string[]
  /** Write each IPv6 address in its one canonical form, and one that only carries an IPv4 address as that. Default false. */
  readonly canonical?: boolean
}

/** An address freed of what stands around it. */
export interface PlainAddress {
  readonly address: string
  /** Undefined where none was written. */
  readonly port?: number
}

/**
 * The address in a text that is one, with or without a port: `62.0.0.1:62589`, `[2a01::1]:47114`, `::ffff:1.2.3.4:443`, `[::1]`, `fe80::1%12`
 * (the zone, which only its own host knows, is dropped). Undefined for what is no address. An IPv6 address without brackets has a port only
 * where it could not be read otherwise: `2a01::1:4711` has none.
 */
export function readAddress(text: string, canonical = false): PlainAddress | undefined {
  const trimmed = text.trim()
  // The longest: eight groups, a zone, brackets, a port.
  if (trimmed.length > 120 || !/^[\da-f[:]/i.test(trimmed)) return undefined
  const plain = /^(\d[\d.]{6,14})(?::(\d{0,5}))?$/.exec(trimmed)
  if (plain) return addressOf(plain[1]!, plain[2], canonical)
  const bracketed = /^\[([^\]]*)\](?::(\d{0,5}))?$/.exec(trimmed)
  if (bracketed) return addressOf(bracketed[1]!, bracketed[2], canonical)
  const whole = addressOf(trimmed, undefined, canonical)
  if (whole) return whole
  const ported = /^(.*):(\d{0,5})$/.exec(trimmed)
  // Eight groups and one more, an IPv4 address inside IPv6 and one more, or five digits, which no group has.
  return ported ? addressOf(ported[1]!, ported[2], canonical) : undefined
}

function addressOf(text: string, port: string | undefined, canonical: boolean): PlainAddress | undefined {
  if (port !== undefined && Number(port) > 65_535) return undefined
  const withPort = port === undefined || port === '' ? {} : { port: Number(port) }
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { address: text, ...withPort }
  const address = text.replace(/%[\w.~-]+$/, '')
  // What cannot be one is not asked for: the library throws inside, which costs more than all the rest.
  if (!/^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(address) || !ipaddr.IPv6.isValid(address)) return undefined
  return { address: canonical ? canonicalAddress(address) : address, ...withPort }
}

function canonicalAddress(text: string): string {
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String()
}

/**
 * The table with ports taken off the addresses of its columns. What is no address stays as it is and is counted. Throws `COLUMN_UNKNOWN`.
 */
export function stripPorts(table: Table, options: StripPortsOptions = {}, progress: Progress = noProgress): Prepared {
  for (const name of options.columns ?? []) columnAt(table, name, 'addresses')
  const columns = options.columns ?? columnsWithValues(table, addressColumns)
  if (columns.length === 0)
    return { table, notices: ['Ports: no column is known to hold addresses; none was changed.'] }
  const canonical = options.canonical ?? false
  const notices: string[] = []
  const unchanged: string[] = []
  let made = table
  for (const [done, name] of columns.entries()) {
    progress(done, columns.length, 'Taking ports off addresses')
    const other: string[] = []
    let [ported, rewritten, otherRows] = [0, 0, 0]
    const texts = mapTexts(columnTexts(made, name), (text, rows) => {
      if (text === '') return text
      const plain = readAddress(text, canonical)
      if (!plain) {
        other.push(text)
        otherRows += rows
        return text
      }
      if (plain.port !== undefined) ported += rows
      else if (plain.address !== text) rewritten += rows
      return plain.address
    })
    if (ported + rewritten > 0) made = withTexts(made, name, texts)
    if (ported + rewritten + otherRows === 0) {
      unchanged.push(`\`${name}\``)
      continue
    }
    const found = [
      ported > 0 ? `port taken off in ${countOf(ported, 'row')}` : 'no ports',
      ...(rewritten > 0 ? [`written plainly in ${countOf(rewritten, 'row')}`] : []),
      ...(otherRows > 0 ? [`no address in ${countOf(otherRows, 'row')}, left as it is (${examplesOf(other)})`] : []),
    ]
    notices.push(`Ports, \`${name}\`: ${found.join('; ')}.`)
  }
  if (unchanged.length > 0) notices.push(`Ports: none in ${unchanged.join(', ')}.`)
  return { table: made, notices }
}

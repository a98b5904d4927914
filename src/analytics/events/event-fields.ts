import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { eventFields } from '../columns/event-data.ts'

/** The field of an event by its name: of its column where that is filled, else of its event data; empty where it has none. */
export type EventField = (name: string) => string

/** Reads the events of `SecurityEvent`, `Event` or `WindowsEvent`, whichever columns they have. `-` is an empty field. */
export function eventReader(table: Table): (row: number) => EventField {
  const data = textReader(table, 'EventData')
  const columns = new Map<string, (row: number) => string>()
  const columnOf = (name: string) => {
    const known = columns.get(name)
    if (known) return known
    const reader = textReader(table, table.indexOf(name) < 0 ? undefined : name)
    columns.set(name, reader)
    return reader
  }
  return (row) => {
    let inData: EventField | undefined
    return (name) => {
      const cell = columnOf(name)(row).trim()
      if (cell !== '' && cell !== '-') return cell
      inData ??= eventFields(data(row))
      const field = inData(name).trim()
      return field === '-' ? '' : field
    }
  }
}

/** The log or program that wrote an event, whichever column its table has for it. */
export function channelOf(field: EventField): string {
  return [field('Channel'), field('EventLog'), field('Source'), field('Provider'), field('EventSourceName')]
    .join(' ')
    .trim()
}

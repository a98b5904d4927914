import type { KqlType } from '../../../../lib/kql-type.ts'
import type { Json } from '../../../../lib/table.ts'
import { isObject, type JsonObject } from '../json-shapes.ts'
import type { AboutFile } from './line-shape.ts'

/** Records as a service or an agent writes them, before Log Analytics makes rows of one of its tables of them. */
export interface Shape {
  /** What it is, for a notice: `CloudTrail records`. */
  readonly name: string
  recognises(record: JsonObject): boolean
  /** It comes as CSV too: then it is recognised by a record of which each column is an empty text. */
  readonly inCsv?: boolean
  /** The record as a row of the table that its `$table` names, or as several. */
  convert(record: JsonObject, file: AboutFile): JsonObject | readonly JsonObject[]
  /** The types of columns that no schema knows. */
  readonly types?: Readonly<Record<string, KqlType>>
  /** What was left over, each as a sentence. Asked for after the last record. */
  notes?(): readonly string[]
  /** What two copies of one record have in common; absent where records do not repeat. */
  identity?(record: JsonObject): string | undefined
}

/** The value at a path such as `userIdentity.userName`, or undefined. */
export function at(record: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = record
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined
  return value ?? undefined
}

/** A row without the columns that have no value. */
export function row(columns: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(columns).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null),
  )
}

/** What is no text already, as JSON text: the columns of these tables that hold structures are strings. */
export function asText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

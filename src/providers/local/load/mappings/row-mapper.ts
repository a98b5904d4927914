import type { KqlType } from '../../../../lib/kql-type.ts'
import type { Json } from '../../../../lib/table.ts'
import type { JsonObject } from '../json-shapes.ts'
import { asText, at } from '../shapes/shape.ts'
import type { MappedType, RecordMapping } from './mapping-schema.ts'
import { timeReader } from './time-format.ts'

interface MappedColumn {
  readonly name: string
  readonly from: string
  readonly type: MappedType
  readonly time: ((text: string) => string | undefined) | undefined
}

/** Nothing, as logs write it where a number or a time would stand. */
const nothing = /^-?$/

const fits: Readonly<Record<MappedType, RegExp | undefined>> = {
  string: undefined,
  dynamic: undefined,
  datetime: undefined,
  long: /^[+-]?\d{1,19}$/,
  int: /^[+-]?\d{1,10}$/,
  real: /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$|^NaN$/,
  bool: /^(true|false|0|1)$/i,
  guid: /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i,
}

/** Makes rows of the fields of records the way a mapping says, and counts what does not fit. For one file. */
export class RowMapper {
  readonly types: Readonly<Record<string, KqlType>>
  readonly #table: string
  readonly #columns: readonly MappedColumn[] | undefined
  readonly #time: { readonly from: string; readonly read: (text: string) => string | undefined } | undefined
  readonly #rest: string | undefined
  readonly #used: ReadonlySet<string>
  readonly #misfits = new Map<string, { count: number; readonly example: string; readonly type: string }>()
  readonly #left = new Set<string>()

  constructor({ table, columns, time, rest }: RecordMapping) {
    const zone = time?.zone
    this.#table = table
    this.#rest = rest
    this.#time = time && { from: time.from, read: timeReader(time.format ?? 'iso', zone) }
    this.#columns =
      columns &&
      Object.entries(columns).map(([name, given]): MappedColumn => {
        const { from, type = 'string', format } = typeof given === 'string' ? { from: given } : given
        return { name, from, type, time: type === 'datetime' ? timeReader(format ?? 'iso', zone) : undefined }
      })
    this.types = Object.fromEntries((this.#columns ?? []).map(({ name, type }) => [name, type]))
    this.#used = new Set([...(time ? [time.from] : []), ...(this.#columns ?? []).map(({ from }) => from)].map(rootOf))
  }

  rowOf(fields: JsonObject): JsonObject {
    const row: Record<string, Json> = {}
    if (this.#columns) {
      for (const column of this.#columns) {
        const value = this.#valueOf(column, fieldAt(fields, column.from))
        if (value !== undefined) row[column.name] = value
      }
      this.#takeRest(fields, row)
    } else Object.assign(row, fields)
    const written = this.#time && asText(fieldAt(fields, this.#time.from))
    if (written !== undefined && !nothing.test(written)) {
      const time = this.#time!.read(written)
      if (time === undefined) this.#misfit('TimeGenerated', 'datetime', written)
      else row.TimeGenerated = time
    }
    row.$table = this.#table
    return row
  }

  /** What was left over, each as a sentence. */
  notes(): string[] {
    const misfits = Array.from(this.#misfits, ([name, { count, example, type }]) => {
      const what = count === 1 ? `one value is no ${type}:` : `${count} values are no ${type}, for example`
      return `${this.#table}.${name}: ${what} \`${example}\`; null instead.`
    })
    if (this.#left.size === 0) return misfits
    const names = [...this.#left].slice(0, 8).join(', ')
    return [
      ...misfits,
      `Fields no column takes: ${names}${this.#left.size > 8 ? ', …' : ''}. \`rest: NAME\` keeps them.`,
    ]
  }

  #takeRest(fields: JsonObject, row: Record<string, Json>): void {
    const rest = Object.entries(fields).filter(([name]) => !this.#used.has(name))
    if (rest.length === 0) return
    if (this.#rest !== undefined) row[this.#rest] = Object.fromEntries(rest)
    else for (const [name] of rest) this.#left.add(name)
  }

  #valueOf({ name, type, time }: MappedColumn, value: Json | undefined): Json | undefined {
    if (value === undefined || value === null) return undefined
    if (type === 'dynamic') return value
    const text = asText(value)!
    if (type === 'string') return text
    if (nothing.test(text)) return undefined
    const read = time ? time(text) : fits[type]!.test(text) ? text.replace(/^\+/, '') : undefined
    if (read === undefined) this.#misfit(name, type, text)
    return read
  }

  #misfit(name: string, type: string, text: string): void {
    const known = this.#misfits.get(name)
    if (known) known.count++
    else this.#misfits.set(name, { count: 1, example: text.slice(0, 60), type })
  }
}

/** A field of this very name, or else the place a path such as `user.name` leads to. */
function fieldAt(fields: JsonObject, from: string): Json | undefined {
  return Object.hasOwn(fields, from) ? fields[from] : at(fields, from)
}

function rootOf(path: string): string {
  return path.split('.')[0]!
}

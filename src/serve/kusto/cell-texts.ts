import { isJson } from '../../lib/is-json.ts'
import { formatDatetime, formatTimespan } from '../../lib/kql-time.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { ColumnData, Table } from '../../lib/table.ts'

export type ProtocolVersion = 'v1' | 'v2'

/** The JSON text of a column's cell in a row. */
export type CellText = (row: number) => string

/** The cells of a table as Kusto writes them in JSON, column by column. */
export function cellTexts(table: Table, version: ProtocolVersion): readonly CellText[] {
  return table.columns.map(({ type }, index) => orNull(type, table.data[index]!, version))
}

function orNull(type: KqlType, data: ColumnData, version: ProtocolVersion): CellText {
  const text = valueText(type, data, version)
  const { valid } = data
  return valid ? (row) => (valid[row] === 1 ? text(row) : type === 'string' ? '""' : 'null') : text
}

function valueText(type: KqlType, data: ColumnData, version: ProtocolVersion): CellText {
  switch (data.kind) {
    case 'numbers':
      return type === 'real' ? (row) => realText(data.values[row]!) : (row) => String(data.values[row])
    case 'bools': {
      // v1 has no type for them but SByte.
      const [no, yes] = version === 'v1' ? ['0', '1'] : ['false', 'true']
      return (row) => (data.values[row] === 1 ? yes! : no!)
    }
    case 'bigints':
      if (type === 'datetime') return (row) => `"${formatDatetime(data.values[row]!)}"`
      if (type === 'timespan') return (row) => `"${formatTimespan(data.values[row]!)}"`
      // A bare number of 64 bits: readers that take it for a double lose digits, as they do with Kusto.
      return (row) => String(data.values[row])
    case 'texts':
      return dictionaryText(data, type === 'dynamic' ? (text) => dynamicText(text, version) : JSON.stringify)
  }
}

/** Each distinct text is written once. */
function dictionaryText(
  { dictionary, index }: ColumnData & { kind: 'texts' },
  write: (text: string) => string,
): CellText {
  const written = new Array<string | undefined>(dictionary.length)
  return (row) => {
    const at = index[row]!
    let text = written[at]
    if (text === undefined) {
      text = write(dictionary[at]!)
      written[at] = text
    }
    return text
  }
}

function realText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/**
 * A dynamic value from its JSON. v2 writes values, v1 bags and arrays as text that holds JSON. A string stands for itself in both,
 * but one that reads as JSON is written as the JSON of the string, or it would be read as what it looks like.
 */
function dynamicText(json: string, version: ProtocolVersion): string {
  const first = json[0]
  if (first === '"') return readsAsJson(JSON.parse(json) as string) ? JSON.stringify(json) : json
  return version === 'v1' && (first === '{' || first === '[') ? JSON.stringify(json) : json
}

function readsAsJson(text: string): boolean {
  return /^\s*[-\d{["tfn]/.test(text) && isJson(text)
}

import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { type DecodeOptions, type DecodeStep, decodeText } from './decode-text.ts'
import { type TextCell, textCells, textColumns } from './text-cells.ts'

export interface DecodeTableOptions extends DecodeOptions {
  /** Columns to look at. Default: every column of type string and dynamic. */
  readonly columns?: readonly string[]
  /** Columns whose cells of the source row are put beside. */
  readonly keep?: readonly string[]
}

const columns: readonly ColumnType[] = [
  { name: 'SourceColumn', type: 'string' },
  { name: 'SourceRow', type: 'long' },
  { name: 'Count', type: 'long' },
  { name: 'Step', type: 'long' },
  { name: 'Depth', type: 'long' },
  { name: 'Encoding', type: 'string' },
  { name: 'Decoded', type: 'string' },
  { name: 'Charset', type: 'string' },
  { name: 'FileType', type: 'string' },
  { name: 'Bytes', type: 'long' },
  { name: 'Printable', type: 'real' },
  { name: 'Input', type: 'string' },
  { name: 'Position', type: 'long' },
  { name: 'MD5', type: 'string' },
  { name: 'SHA1', type: 'string' },
  { name: 'SHA256', type: 'string' },
  { name: 'Problem', type: 'string' },
  { name: 'FullDecoded', type: 'string' },
]

/**
 * What is encoded in the texts of a table, one row for each encoding undone, each distinct text once:
 *
 * | column | type | |
 * |---|---|---|
 * | `SourceColumn`, `SourceRow` | string, long | the text's column and first row, from 0 |
 * | `Count` | long | rows that have the same text |
 * | `Step`, `Depth` | long | number of the step within the text; how many encodings deep |
 * | `Encoding` | string | `base64`, `gzip`, `zip`, `hex`, `concatenation` … |
 * | `Decoded` | string | the text that came out of this step; empty where bytes did |
 * | `Charset`, `FileType` | string | `utf-8`, `utf-16le`, `utf-16be` or `binary`; the kind of file by its beginning |
 * | `Bytes`, `Printable` | long, real | how many bytes came out, and the share of characters that can be read, 0 to 1 |
 * | `Input`, `Position` | string, long | the fragment (of an archive the member's name) and its UTF-16 offset; null inside bytes |
 * | `MD5`, `SHA1`, `SHA256` | string | of the bytes that came out |
 * | `Problem` | string | why it was not unpacked; else empty |
 * | `FullDecoded` | string | on the first step of a text: all of it with everything decoded in its place; else empty |
 *
 * Throws `COLUMN_UNKNOWN`.
 */
export function decodeTextTable(
  table: Table,
  options: DecodeTableOptions = {},
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const { columns: wanted, keep = [], ...limits } = options
  const kept = keep.filter((name) => table.indexOf(name) >= 0 && !columns.some((column) => column.name === name))
  const at = kept.map((name) => table.indexOf(name))
  const rows: Cell[][] = []
  const notices = new Set<string>()
  for (const cell of textCells(table, textColumns(table, wanted), progress, 'decoding')) {
    const { text, steps, notices: said } = decodeText(cell.text, limits)
    for (const notice of said) notices.add(notice)
    const beside = steps.length > 0 ? at.map((index) => table.cell(cell.firstRow, index)) : []
    steps.forEach((step, number) => {
      rows.push([...cellsOf(cell, step, number + 1), number === 0 ? text : '', ...beside])
    })
  }
  return {
    table: Table.fromRows([...columns, ...at.map((index) => table.columns[index]!)], rows),
    notices: [...notices],
  }
}

function cellsOf(cell: TextCell, step: DecodeStep, number: number): Cell[] {
  return [
    ...[
      cell.column,
      cell.firstRow,
      cell.rows,
      number,
      step.depth,
      step.encoding,
      step.decoded,
      step.charset,
      step.fileType,
    ],
    ...[step.bytes, step.printable, step.input, step.position ?? null, step.md5, step.sha1, step.sha256, step.problem],
  ]
}

import { z } from 'zod'
import { cellJson } from '../lib/cell-json.ts'
import { HuntletError } from '../lib/diagnostic.ts'
import { isKqlType } from '../lib/kql-type.ts'
import { type Json, Table } from '../lib/table.ts'
import { viewKinds, viewShapes } from './notebooklet-schema.ts'
import { entityTypes, type ResultData, type Section } from './result-data.ts'
import type { View, ViewKind } from './view.ts'

/** A Result as JSON: what `--format json` prints. */
export interface ResultJson extends Omit<ResultData, 'sections'> {
  /** Version of this form. */
  readonly version: 1
  readonly sections: readonly SectionJson[]
}

export interface SectionJson extends Omit<Section, 'table'> {
  readonly table?: TableJson
}

export interface TableJson {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Json[])[]
}

/** Plain data, ready for JSON.stringify. */
export function resultToJson(data: ResultData): ResultJson {
  const { notebooklet, title, request, status, sections, ...rest } = data
  return {
    version: 1,
    notebooklet,
    title,
    request,
    status,
    sections: sections.map(({ table, queries, ...section }) => ({
      ...section,
      ...(table && { table: tableToJson(table) }),
      queries,
    })),
    ...rest,
  }
}

/** A table as JSON: longs beyond ±2^53, NaN and infinities as text. */
export function tableToJson(table: Table): TableJson {
  return { columns: table.columns, rows: table.rows().map((row) => row.map(cellJson)) }
}

export function tableFromJson(json: TableJson): Table {
  const columns = json.columns.map(({ name, type }) => {
    if (!isKqlType(type)) throw new Error(`column \`${name}\` is of the unknown type ${type}`)
    return { name, type }
  })
  return Table.fromRows(columns, json.rows)
}

/** Reads `ResultJson` back without loss. Throws `INVALID_RESULT`. */
export function resultFromJson(json: unknown): ResultData {
  const read = resultSchema.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    const where = issue?.path.join('.') || 'the file'
    throw new HuntletError('INVALID_RESULT', `This is no saved Result: ${where}: ${issue?.message}.`)
  }
  const { version: _, sections, ...rest } = read.data
  try {
    return {
      ...rest,
      sections: sections.map(({ table, ...section }) => ({
        ...section,
        view: section.view as unknown as View,
        ...(table && { table: tableFromJson(table) }),
      })),
    }
  } catch (cause) {
    const problem = (cause as Error).message
    throw new HuntletError('INVALID_RESULT', `This is no saved Result: ${problem}.`, { cause })
  }
}

const text = z.string()
const texts = z.array(text)
const completeness = z.enum(['complete', 'partial', 'truncated', 'failed'])
const entityType = z.enum(entityTypes)
const timeRange = z.object({ start: text, end: text })
const piece = timeRange.extend({
  status: z.enum(['complete', 'truncated', 'failed']),
  rowCount: z.number(),
  durationMs: z.number(),
  message: text.optional(),
  workspace: text.optional(),
})
/** Cells are checked when the table is built: a large one is not gone through twice. */
const cell = z.custom<Json>()
const view = z.discriminatedUnion(
  'kind',
  viewKinds.map((kind) => z.object({ kind: z.literal(kind), ...viewShapes[kind] })) as unknown as [
    z.ZodObject<{ kind: z.ZodLiteral<ViewKind> }>,
  ],
)

const sectionSchema = z.object({
  id: text,
  title: text,
  text: text.optional(),
  status: z.enum(['ok', 'empty', 'partial', 'failed', 'skipped']),
  notices: texts,
  view,
  table: z.object({ columns: z.array(z.object({ name: text, type: text })), rows: z.array(z.array(cell)) }).optional(),
  queries: z.array(
    z.object({
      query: text.optional(),
      kql: text,
      timeRange,
      rowCount: z.number(),
      durationMs: z.number(),
      completeness,
      pieces: z.array(piece).optional(),
    }),
  ),
  entityColumns: z.record(text, entityType),
  followUp: text.optional(),
})

const resultSchema = z.object({
  version: z.literal(1),
  notebooklet: text,
  title: text,
  request: z.object({
    notebooklet: text,
    value: text.optional(),
    parameters: z.record(text, z.union([text, z.number(), z.boolean()])),
    options: texts,
    timeRange: timeRange.extend({ said: text }),
    now: z.object({ at: text, source: z.enum(['given', 'newest record', 'clock']) }),
    workspace: text,
    choices: z.record(text, text),
    from: z
      .object({
        notebooklet: text,
        value: text.optional(),
        section: text.optional(),
        column: text.optional(),
        time: text.optional(),
      })
      .optional(),
  }),
  status: z.enum(['ok', 'empty', 'partial', 'failed', 'choice']),
  sections: z.array(sectionSchema),
  entities: z.array(z.object({ type: entityType, value: text, sections: texts })),
  followUps: z.array(
    z.object({
      id: text,
      title: text,
      parameters: z.array(z.object({ name: text, text, required: z.boolean(), column: text.optional() })),
      done: z.boolean(),
    }),
  ),
  choices: z.array(
    z.object({
      id: text,
      title: text,
      section: text.optional(),
      options: z.array(z.object({ value: text, label: text })),
      chosen: text.optional(),
    }),
  ),
  notices: texts,
})

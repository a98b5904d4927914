import { z } from 'zod'
import { parseTimespan } from '../lib/kql-time.ts'
import { subjects } from '../providers/lookups/lookup.ts'
import { observableHints } from '../providers/lookups/observable.ts'
import { parameterName, parameterSchema, parameterShape, parametersSchema } from '../queries/parameter.ts'
import { closed } from '../queries/yaml-document.ts'
import type { Compute } from './definition.ts'
import { entityTypes } from './result-data.ts'
import type { ViewKind } from './view.ts'

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const kebabId = z.string().regex(kebab, 'a kebab-case id such as `failed-logons`')
const entityType = z.enum(entityTypes)
const column = z.string().min(1, 'a column')
const columns = z.array(column)
const literal = z.union([z.string(), z.number(), z.boolean()])
const bindings = z.record(z.string(), z.union([literal, z.array(literal)]))
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)])

/** What each kind of view is told: the keys of `view.ts`. */
export const viewShapes = {
  facts: { columns: columns.optional() },
  table: { columns: columns.optional(), mark: column.optional() },
  timeline: { time: column, end: column.optional(), by: column.optional(), tooltip: columns.optional() },
  scatter: {
    time: column,
    score: column,
    scale: z.enum(['log', 'linear']).default('log'),
    by: column.optional(),
    tooltip: columns.optional(),
  },
  series: {
    time: column,
    value: column,
    baseline: column.optional(),
    anomaly: column.optional(),
    by: column.optional(),
  },
  bars: { label: column, value: column, by: column.optional() },
  matrix: { row: column, column, value: column },
  tree: { id: column, parent: column, label: column, detail: columns.optional() },
  map: { latitude: column, longitude: column, label: column.optional() },
  text: { text: z.string() },
} satisfies Record<ViewKind, z.core.$ZodLooseShape>

export const viewKinds = Object.keys(viewShapes) as ViewKind[]

type WrittenView =
  | 'table'
  | 'facts'
  | { readonly [Kind in ViewKind]?: z.input<z.ZodObject<(typeof viewShapes)[Kind], z.core.$strict>> }

/** How each kind is written that needs more than its name: `{ bars: { label: …, value: … } }`. */
const writtenAs = (kind: ViewKind) => {
  const needed = Object.entries(viewShapes[kind]).flatMap(([key, schema]) =>
    schema.safeParse(undefined).success ? [] : `${key}: …`,
  )
  return `\`view: { ${kind}: { ${needed.join(', ')} } }\``
}

// `Object.fromEntries` forgets which kind has which shape; the type says it again, for those who write in TypeScript.
const viewSchema = z.union([
  z.enum(['table', 'facts'], {
    error: ({ input }) => {
      const kind = viewKinds.find((each) => each === input)
      return kind === undefined ? undefined : `more of it: ${writtenAs(kind)}`
    },
  }),
  closed(Object.fromEntries(viewKinds.map((kind) => [kind, closed(viewShapes[kind]).optional()]))).refine(
    (view) => Object.keys(view).length === 1,
    'a view is one of its kinds, such as `timeline: { time: TimeGenerated }`',
  ),
]) as unknown as z.ZodType<WrittenView, WrittenView>

/** A time that is not the run's. */
const timeShape = { around: z.string().optional(), within: z.string().optional() }

const lookupSchema = closed({
  from: oneOrMore(z.string()).default([]),
  columns: z.record(column, z.enum(observableHints)).default({}),
  value: z.union([literal, z.array(literal)]).optional(),
  about: z.enum(subjects).optional(),
  only: oneOrMore(z.string()).default([]),
  unknown: z.boolean().default(false),
})

/** Where a table comes from: one of `query`, `sources`, `from`, `enquiry`, `lookup` (and `compute` in TypeScript). */
const sourceShape = {
  query: z.string().optional(),
  sources: z.record(kebabId, closed({ query: z.string(), with: bindings.default({}) })).optional(),
  only: literal.optional(),
  from: oneOrMore(z.string()).optional(),
  step: z.string().optional(),
  enquiry: z.string().optional(),
  lookup: lookupSchema.optional(),
  with: bindings.default({}),
  compute: z.custom<Compute>((value) => typeof value === 'function', 'a function').optional(),
  ...timeShape,
}

const dataSchema = z.record(parameterName, closed(sourceShape))

/** Another notebooklet, what it is run on, and the time it lies around where that is not the run's. */
const runShape = {
  run: z.string().optional(),
  value: literal.optional(),
  ...timeShape,
}

const choiceSchema = z.union([
  parameterName,
  closed({
    id: parameterName,
    title: z.string().optional(),
    value: column.optional(),
    label: columns.default([]),
    nearest: closed({ query: z.string(), with: bindings.default({}), value: column.optional() }).optional(),
    all: z.boolean().optional(),
  }),
])

const sectionSchema = closed({
  id: kebabId,
  title: z.string().min(1, 'a text'),
  text: z.string().optional(),
  ...sourceShape,
  ...runShape,
  sections: z.array(z.string()).default([]),
  when: oneOrMore(z.string()).default([]),
  needs: oneOrMore(z.string()).default([]),
  choose: choiceSchema.optional(),
  view: viewSchema.default('table'),
  entities: z.record(column, entityType).default({}),
  empty: z.string().optional(),
})

const followUpParameter = closed({ ...parameterShape, column: column.optional() })

const followUpSchema = closed({
  title: z.string().min(1, 'a text'),
  text: z.string().optional(),
  when: oneOrMore(z.string()).default([]),
  needs: oneOrMore(z.string()).default([]),
  parameters: z.record(parameterName, followUpParameter).default({}),
  data: dataSchema.default({}),
  sections: z.array(sectionSchema).default([]),
  ...runShape,
  with: bindings.default({}),
})

const timespan = z.string().refine((text) => (parseTimespan(text) ?? 0n) > 0n, 'a timespan such as `7d` or `12h`')

/** A notebooklet as it is written. */
export const notebookletSchema = closed({
  id: kebabId,
  title: z.string().min(1, 'a text'),
  text: z.string().min(1, 'a text'),
  entities: z.array(entityType).default([]),
  keywords: z.array(z.string()).default([]),
  value: parameterSchema.optional(),
  timespan: timespan.default('7d'),
  parameters: parametersSchema.default({}),
  options: z.record(kebabId, closed({ default: z.boolean().default(true), text: z.string() })).default({}),
  data: dataSchema.default({}),
  sections: z.array(sectionSchema).min(1, 'at least one section'),
  'follow-ups': z.record(kebabId, followUpSchema).default({}),
})

export type WrittenNotebooklet = z.infer<typeof notebookletSchema>
export type WrittenSection = z.infer<typeof sectionSchema>
export type WrittenSource = z.infer<ReturnType<typeof closed<typeof sourceShape>>>
export type WrittenFollowUp = z.infer<typeof followUpSchema>
/** As an author in TypeScript writes it: what has a default may be left out. */
export type NotebookletInput = z.input<typeof notebookletSchema>

import { z } from 'zod'
import type { Diagnostic } from '../lib/diagnostic.ts'
import { parseTimespan } from '../lib/kql-time.ts'
import { type KqlType, kqlTypes } from '../lib/kql-type.ts'
import { diagnostic } from './messages.ts'
import { declarationProblem, type Parameter, parametersSchema } from './parameter.ts'
import { parseTemplate, type Template } from './template.ts'
import { checkYaml, closed, readYaml, type YamlDocument } from './yaml-document.ts'

/** A query template: one YAML file. */
export interface Query {
  readonly id: string
  readonly title: string
  readonly text?: string
  /** Tables of the workspace it reads (those named by a parameter of type table are not among them). */
  readonly tables: readonly string[]
  /** Those of them that its rows are of, where others only help to find them. Where none of these is there, there is nothing to be found. */
  readonly about?: readonly string[]
  readonly parameters: Readonly<Record<string, Parameter>>
  /** How much earlier than the asked time range its records may begin: a baseline, say. A timespan. */
  readonly lookback?: string
  /** Column → type of the entity its values are. */
  readonly entities: Readonly<Record<string, string>>
  readonly references: readonly string[]
  /** Columns of tables that no known schema has: custom logs. */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, KqlType>>>>
  readonly template: Template
  readonly document: YamlDocument
}

export const idPattern = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/

const querySchema = closed({
  id: z.string().regex(idPattern, 'a kebab-case id with its folder, such as `office/mailbox-rules`'),
  title: z.string().min(1, 'a text'),
  text: z.string().optional(),
  tables: z.array(z.string()),
  about: z.array(z.string()).min(1, 'a table').optional(),
  parameters: parametersSchema.default({}),
  lookback: z
    .string()
    .refine((text) => (parseTimespan(text) ?? 0n) > 0n, 'a timespan such as `30d`')
    .optional(),
  entities: z.record(z.string(), z.string()).default({}),
  references: z.array(z.string()).default([]),
  schemas: z.record(z.string(), z.record(z.string(), z.enum(kqlTypes))).default({}),
  query: z.string().min(1, 'KQL'),
})

/** Reads a query file. Everything that can be told without table schemas is checked; a query comes back only where nothing is wrong. */
export function parseQuery(
  name: string,
  content: string,
): { readonly query?: Query; readonly diagnostics: readonly Diagnostic[] } {
  const document = readYaml(name, content)
  const { value, diagnostics } = checkYaml(document, querySchema, 'a query')
  if (!value) return { diagnostics }
  const block = document.blockAt(['query'])
  const faults = [...parameterFaults(document, ['parameters'], value.parameters)]
  if ('hindrance' in block) {
    faults.push(
      diagnostic(
        'QRY008',
        { found: block.hindrance },
        { source: document.source, span: document.spanOf(['query'], 'key'), hint: 'Write it as a block: `query: |`.' },
      ),
    )
    return { diagnostics: faults }
  }
  const { template, diagnostics: templateFaults } = parseTemplate(block, value.parameters, (parameter) => ({
    source: document.source,
    span: document.spanOf(['parameters', parameter], 'key'),
  }))
  faults.push(...templateFaults)
  if (!template || faults.length > 0) return { diagnostics: faults }
  return { query: { ...value, template, document }, diagnostics: [] }
}

/** What is wrong with the declarations under `parameters`, each at its place. */
function parameterFaults(
  document: YamlDocument,
  path: readonly PropertyKey[],
  parameters: Readonly<Record<string, Parameter>>,
): Diagnostic[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const problem = declarationProblem(parameter)
    if (problem === undefined) return []
    const { source } = document
    return [diagnostic('QRY005', { name, problem }, { source, span: document.spanOf([...path, name], 'key') })]
  })
}

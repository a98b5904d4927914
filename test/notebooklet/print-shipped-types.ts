import { camelCase } from '../../src/notebooklet/camel-case.ts'
import type { NotebookletDefinition } from '../../src/notebooklet/definition.ts'
import type { Parameter } from '../../src/queries/parameter.ts'

/** The types of the notebooklets huntlet ships with, as TypeScript: so that an editor completes their names and follow-ups. */
export function printShippedTypes(definitions: readonly NotebookletDefinition[]): string {
  const sorted = [...definitions].sort((a, b) => (a.id < b.id ? -1 : 1))
  return [
    "import type { Notebooklet } from './define-notebooklet.ts'",
    '',
    '/** The notebooklets huntlet ships with. Written by `npm run update` from their YAML. */',
    'export interface ShippedNotebooklets {',
    ...sorted.flatMap(printNotebooklet),
    '}',
    '',
  ].join('\n')
}

function printNotebooklet({ id, title, followUps }: NotebookletDefinition): string[] {
  const entries = Object.entries(followUps)
  const doc = `  /** ${title} */`
  if (entries.length === 0) return [doc, `  readonly ${camelCase(id)}: Notebooklet`]
  return [
    doc,
    `  readonly ${camelCase(id)}: Notebooklet<{`,
    ...entries.flatMap(([name, { parameters }]) => printFollowUp(name, parameters)),
    '  }>',
  ]
}

function printFollowUp(name: string, parameters: Readonly<Record<string, Parameter>>): string[] {
  const key = /^[a-z]+$/.test(name) ? name : `'${name}'`
  const entries = Object.entries(parameters)
  if (entries.length === 0) return [`    ${key}: object`]
  return [
    `    ${key}: {`,
    '      parameters: {',
    ...entries.map(
      ([parameter, { type, required }]) =>
        `        ${parameter}: { type: '${type}'${required ? '; required: true' : ''} }`,
    ),
    '      }',
    '    }',
  ]
}

import { z } from 'zod'
import { commandLineTable } from '../analytics/text/command-line-table.ts'
import { decodeTextTable } from '../analytics/text/decode-text-table.ts'
import { extractIocTable } from '../analytics/text/extract-ioc-table.ts'
import { allIocTypes } from '../analytics/text/ioc-types.ts'
import { defineStep, type StepDefinition } from './step.ts'

const column = z.string().min(1, 'a column')
const columns = z.array(column).min(1).optional()

/** Steps over texts: what they name, what is hidden in them, what kind of command lines they are. */
export const textSteps: Readonly<Record<string, StepDefinition>> = {
  'extract-iocs': defineStep({
    text: 'Addresses, domains, URLs, e-mail addresses, hashes and paths that texts name, also where they are encoded.',
    inputs: ['any table'],
    options: z.strictObject({
      columns,
      types: z.array(z.enum(allIocTypes)).min(1).optional(),
      paths: z.boolean().default(false),
      decode: z.boolean().default(true),
      refang: z.boolean().default(true),
      occurrences: z.boolean().default(false),
      anySuffix: z.boolean().default(false),
      keep: columns,
    }),
    run: ([table], options, progress) => extractIocTable(table!, options, progress),
  }),
  'decode-text': defineStep({
    text: 'What is encoded in texts, one row for each encoding undone: Base64, gzip, zip, hexadecimal, joined literals and others.',
    inputs: ['any table'],
    options: z.strictObject({ columns, keep: columns, depth: z.int().min(1).max(50).default(20) }),
    run: ([table], options, progress) => decodeTextTable(table!, options, progress),
  }),
  'command-line-features': defineStep({
    text: 'Command lines in numbers, and what in them attacks have in common.',
    inputs: ['a log of processes'],
    options: z.strictObject({
      column: column.optional(),
      process: column.optional(),
      parent: column.optional(),
      least: z.int().min(0).default(0),
      distinct: z.boolean().default(false),
    }),
    run: ([table], options, progress) => commandLineTable(table!, options, progress),
  }),
}

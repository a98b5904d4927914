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
      columns: columns.describe('to search; default all of texts'),
      types: z
        .array(z.enum(allIocTypes))
        .min(1)
        .optional()
        .describe('to look for; default all but paths and registry keys'),
      paths: z.boolean().default(false).describe('paths and registry keys, too'),
      decode: z.boolean().default(true).describe('searches what is encoded, too'),
      refang: z.boolean().default(true).describe('reads hxxp://a[.]b as http://a.b'),
      occurrences: z.boolean().default(false).describe('a row for each occurrence, not for each observable'),
      anySuffix: z.boolean().default(false).describe('takes domains of unknown public suffixes, too'),
      keep: columns.describe('columns of the source row to put beside'),
    }),
    run: ([table], options, progress) => extractIocTable(table!, options, progress),
  }),
  'decode-text': defineStep({
    text: 'What is encoded in texts, one row for each encoding undone: Base64, gzip, zip, hexadecimal, joined literals and others.',
    inputs: ['any table'],
    options: z.strictObject({
      columns: columns.describe('to look at; default all of texts'),
      keep: columns.describe('columns of the source row to put beside'),
      depth: z.int().min(1).max(50).default(20).describe('encodings within encodings, at most'),
    }),
    run: ([table], options, progress) => decodeTextTable(table!, options, progress),
  }),
  'command-line-features': defineStep({
    text: 'Command lines in numbers, and what in them attacks have in common.',
    inputs: ['a log of processes'],
    options: z.strictObject({
      column: column.optional().describe('of command lines; default one known to be'),
      process: column.optional().describe('of the program; default one known to be, else the first word'),
      parent: column.optional().describe('of the parent; default one known to be'),
      least: z.int().min(0).default(0).describe('only lines with so many indicators'),
      distinct: z.boolean().default(false).describe('one row for each different line, most indicators first'),
    }),
    run: ([table], options, progress) => commandLineTable(table!, options, progress),
  }),
}

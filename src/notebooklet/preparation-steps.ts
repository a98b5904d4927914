import { z } from 'zod'
import { buildCommands } from '../analytics/preparation/build-commands.ts'
import { dropAutomation } from '../analytics/preparation/drop-automation.ts'
import { foldCase } from '../analytics/preparation/fold-case.ts'
import { mergeDuplicates } from '../analytics/preparation/merge-duplicates.ts'
import { prepareSessions } from '../analytics/preparation/prepare-sessions.ts'
import { splitCommandLines } from '../analytics/preparation/split-command-lines.ts'
import { stripPorts } from '../analytics/preparation/strip-ports.ts'
import { defineStep, type StepDefinition } from './step.ts'

const columnName = z.string().min(1, 'a column')
const columns = z.array(columnName).min(1)
const values = z.enum(['names', 'normalised', 'logged'])

const commands = {
  shape: z
    .string()
    .optional()
    .describe('kind of log by its table’s name, such as OfficeActivity; else recognised by its columns'),
  command: columnName.optional().describe('column that names what was done, for any other log'),
  parameters: z
    .union([columnName, columns])
    .optional()
    .describe('with `command`: a column of parameters, or columns that are one each'),
  values: values
    .optional()
    .describe('what becomes of values: of operations as logged, of command lines names only, unless said'),
}

const automation = z.strictObject({
  rules: z.array(z.string()).optional().describe('only these of the rules that come with huntlet; default all'),
  without: z.array(z.string()).optional().describe('all rules but these'),
  more: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        reason: z.string().min(1),
        where: z.record(columnName, z.union([z.string(), z.array(z.string()).min(1)])),
      }),
    )
    .optional()
    .describe('rules of your own: columns and the values they must have'),
  mark: columnName.optional().describe('keeps the rows, with the rule each goes by in a column of this name'),
})

/** Steps that make a log ready to be compared: what differs without meaning anything made the same, and its commands read. */
export const preparationSteps: Readonly<Record<string, StepDefinition>> = {
  'strip-ports': defineStep({
    text: 'Takes ports off addresses.',
    inputs: ['a log'],
    options: z.strictObject({
      columns: columns.optional().describe('of addresses; default those known to be'),
      canonical: z.boolean().optional().describe('writes each IPv6 address in its one canonical form'),
    }),
    run: ([table], options, progress) => stripPorts(table!, options, progress),
  }),
  'fold-case': defineStep({
    text: 'Writes names that differ only in case in one way.',
    inputs: ['a log'],
    options: z.strictObject({
      columns: columns.optional().describe('of names; default those known to be'),
      to: z.enum(['frequent', 'lower']).optional().describe('the spelling most rows have (default), or lower case'),
    }),
    run: ([table], options, progress) => foldCase(table!, options, progress),
  }),
  'merge-duplicates': defineStep({
    text: 'Leaves out records that were there before.',
    inputs: ['a log'],
    options: z.strictObject({
      by: columns.optional().describe('columns that tell a record; default its known id and its time, else all'),
      count: columnName.optional().describe('name of a new column: how many times each record was there'),
    }),
    run: ([table], options) => mergeDuplicates(table!, options),
  }),
  'build-commands': defineStep({
    text: 'Reads what was done, and with which parameters, out of a log, as sessions are made of it.',
    inputs: ['a log'],
    options: z.strictObject(commands),
    run: ([table], options, progress) => buildCommands(table!, options, progress),
  }),
  'split-command-lines': defineStep({
    text: 'Splits command lines into program, switches and arguments.',
    inputs: ['a log with command lines'],
    options: z.strictObject({
      column: columnName.optional().describe('of command lines; default one known to be'),
      style: z
        .enum(['windows', 'posix', 'auto'])
        .optional()
        .describe('how they are split; default by the look of each'),
      values: values.optional().describe('what becomes of values of switches; default names only'),
    }),
    run: ([table], options, progress) => splitCommandLines(table!, options, progress),
  }),
  'drop-automation': defineStep({
    text: 'Leaves out what known automation did, rule by rule.',
    inputs: ['a log'],
    options: automation,
    run: ([table], options, progress) => dropAutomation(table!, options, progress),
  }),
  'prepare-sessions': defineStep({
    text: 'Makes a raw log ready for sessionize: duplicates, ports, case, commands.',
    inputs: ['a log'],
    options: z.strictObject({
      ...commands,
      addresses: columns.optional().describe('columns whose ports are taken off; default those known'),
      names: columns.optional().describe('columns whose case is folded; default those known'),
      record: columns.optional().describe('columns that tell a record; default its known id and its time, else all'),
      automation: z
        .union([z.boolean(), automation])
        .optional()
        .describe('leaves out known automation: true, or options of drop-automation'),
    }),
    run: ([table], options, progress) => prepareSessions(table!, options, progress),
  }),
}

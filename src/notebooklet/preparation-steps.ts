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
  shape: z.string().optional(),
  command: columnName.optional(),
  parameters: z.union([columnName, columns]).optional(),
  values: values.optional(),
}

const automation = z.strictObject({
  rules: z.array(z.string()).optional(),
  without: z.array(z.string()).optional(),
  more: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        reason: z.string().min(1),
        where: z.record(columnName, z.union([z.string(), z.array(z.string()).min(1)])),
      }),
    )
    .optional(),
  mark: columnName.optional(),
})

/** Steps that make a log ready to be compared: what differs without meaning anything made the same, and its commands read. */
export const preparationSteps: Readonly<Record<string, StepDefinition>> = {
  'strip-ports': defineStep({
    text: 'Takes ports off addresses.',
    inputs: ['a log'],
    options: z.strictObject({ columns: columns.optional(), canonical: z.boolean().optional() }),
    run: ([table], options) => stripPorts(table!, options),
  }),
  'fold-case': defineStep({
    text: 'Writes names that differ only in case in one way.',
    inputs: ['a log'],
    options: z.strictObject({ columns: columns.optional(), to: z.enum(['frequent', 'lower']).optional() }),
    run: ([table], options) => foldCase(table!, options),
  }),
  'merge-duplicates': defineStep({
    text: 'Leaves out records that were there before.',
    inputs: ['a log'],
    options: z.strictObject({ by: columns.optional(), count: columnName.optional() }),
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
      column: columnName.optional(),
      style: z.enum(['windows', 'posix', 'auto']).optional(),
      values: values.optional(),
    }),
    run: ([table], options) => splitCommandLines(table!, options),
  }),
  'drop-automation': defineStep({
    text: 'Leaves out what known automation did, rule by rule.',
    inputs: ['a log'],
    options: automation,
    run: ([table], options) => dropAutomation(table!, options),
  }),
  'prepare-sessions': defineStep({
    text: 'Makes a raw log ready for sessionize: duplicates, ports, case, commands.',
    inputs: ['a log'],
    options: z.strictObject({
      ...commands,
      addresses: columns.optional(),
      names: columns.optional(),
      record: columns.optional(),
      automation: z.union([z.boolean(), automation]).optional(),
    }),
    run: ([table], options, progress) => prepareSessions(table!, options, progress),
  }),
}

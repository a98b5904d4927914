import { z } from 'zod'
import { buildProcessTree } from '../analytics/processes/build-process-tree.ts'
import {
  findProcesses,
  isProcessTree,
  keepProcesses,
  type ProcessChoice,
  readProcessTree,
} from '../analytics/processes/keep-processes.ts'
import type { ProcessColumns } from '../analytics/processes/process-columns.ts'
import { processSchemas } from '../analytics/processes/process-source.ts'
import type { ProcessTree } from '../analytics/processes/process-tree.ts'
import { processSummaryTable } from '../analytics/processes/summarise-process-tree.ts'
import type { Progress } from '../lib/progress.ts'
import type { Table } from '../lib/table.ts'
import { defineStep, type StepDefinition, type StepOutput } from './step.ts'

const column = z.string().min(1, 'a column')

const processColumns: z.ZodType<ProcessColumns> = z.strictObject({
  name: column,
  pid: column,
  parentPid: column,
  time: column,
  parentName: column.optional(),
  host: column.optional(),
  commandLine: column.optional(),
  user: column.optional(),
  logon: column.optional(),
  targetLogon: column.optional(),
  guid: column.optional(),
  parentGuid: column.optional(),
  created: column.optional(),
  parentCreated: column.optional(),
  parentCommandLine: column.optional(),
  parentUser: column.optional(),
  parentLogon: column.optional(),
  grandparentName: column.optional(),
  grandparentPid: column.optional(),
  grandparentCreated: column.optional(),
})

/** How a step reads its table: a log, or a tree that `process-tree` made of one. */
const treeOptions = {
  schema: z
    .union([z.enum(processSchemas), processColumns])
    .optional()
    .describe('kind of log, or which columns hold name, pid, parentPid, time and others; else recognised'),
  keep: z.array(column).optional().describe('columns of the log to keep behind the tree’s own'),
}

/** Which processes: what is empty leaves out nothing, so that a parameter may be passed on. */
const choice = {
  of: z.string().optional().describe('process id, file name, path or label'),
  id: z.int().min(1).optional().describe('Id of a process in the tree'),
  logon: z.string().optional().describe('logon the processes are of: 0x3e7, 999'),
  host: z.string().optional().describe('host they are of, by its full or short name'),
}

type TreeOptions = z.infer<z.ZodObject<typeof treeOptions>>

const processLog = 'a log of created processes, or a tree of them'

/** Steps over logs of created processes. */
export const processSteps: Readonly<Record<string, StepDefinition>> = {
  'process-tree': defineStep({
    text: 'Which process started which: one row a process, below its parent.',
    inputs: [processLog],
    options: z.strictObject({
      ...treeOptions,
      ...choice,
      above: z.boolean().default(false).describe('with what led to them'),
    }),
    run: ([table], { above, ...options }, progress) => {
      const tree = treeOf(table!, options, progress)
      if (!isChosen(options)) return outputOf(tree)
      const found = findProcesses(tree, options)
      // Of a process all that is below it; of a logon or a host what belongs to it.
      const below = options.id !== undefined || (options.of ?? '') !== ''
      return outputOf(keepProcesses(tree, found, { above, below }), foundNotice(tree, options, found.length))
    },
  }),
  'process-ancestors': defineStep({
    text: 'What led to a process: the processes above it, from the root down.',
    inputs: [processLog],
    options: z
      .strictObject({ ...treeOptions, ...choice })
      .refine(isChosen, 'say which process: `of`, `id`, `logon` or `host`'),
    run: ([table], options, progress) => {
      const tree = treeOf(table!, options, progress)
      const found = findProcesses(tree, options)
      return outputOf(keepProcesses(tree, found, { above: true }), foundNotice(tree, options, found.length))
    },
  }),
  'process-tree-summary': defineStep({
    text: 'How many processes, roots, branches and leaves a tree has, and how deep it is.',
    inputs: [processLog],
    options: z.strictObject(treeOptions),
    run: ([table], options, progress) => {
      const tree = treeOf(table!, options, progress)
      return { table: processSummaryTable(tree), notices: tree.notices }
    },
  }),
}

function treeOf(table: Table, { schema, keep }: TreeOptions, progress: Progress): ProcessTree {
  return schema === undefined && isProcessTree(table)
    ? readProcessTree(table)
    : buildProcessTree(table, { schema, keep }, progress)
}

function outputOf(tree: ProcessTree, notices: readonly string[] = []): StepOutput {
  return { table: tree.table, notices: [...tree.notices, ...notices] }
}

function isChosen({ of = '', id, logon = '', host = '' }: ProcessChoice): boolean {
  return id !== undefined || [of, logon, host].some((text) => text.trim() !== '')
}

function foundNotice(
  tree: ProcessTree,
  { of = '', id, logon = '', host = '' }: ProcessChoice,
  found: number,
): string[] {
  if (tree.count === 0) return []
  const asked = [of, id === undefined ? '' : `#${id}`, logon, host].filter((text) => text !== '')
  return [`${found} of ${tree.count} processes are \`${asked.join('`, `')}\`.`]
}

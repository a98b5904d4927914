import { z } from 'zod'
import { buildProcessTree } from '../analytics/processes/build-process-tree.ts'
import type { ProcessColumns } from '../analytics/processes/process-columns.ts'
import { defineStep, type StepDefinition } from './step.ts'

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
})

/** Steps over logs of created processes. */
export const processSteps: Readonly<Record<string, StepDefinition>> = {
  'process-tree': defineStep({
    text: 'Which process started which: one row a process, below its parent.',
    inputs: ['a log of created processes'],
    options: z.strictObject({
      schema: z.union([z.enum(['SecurityEvent', 'Sysmon', 'DeviceProcessEvents']), processColumns]).optional(),
      keep: z.array(column).optional(),
    }),
    run: ([table], options) => buildProcessTree(table!, options),
  }),
}

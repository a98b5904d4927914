import { existsSync } from 'node:fs'
import { kqlName } from '../../kql/literal.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import type { Table } from '../../lib/table.ts'
import { runStep } from '../../notebooklet/run-step.ts'
import type { StepDefinition } from '../../notebooklet/step.ts'
import { parseStepCall, type StepCall } from '../../notebooklet/step-call.ts'
import type { Workspace } from '../../providers/workspace.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { deliver } from '../output.ts'
import { describeStep, listSteps } from '../step-help.ts'
import { printedTable } from '../table-output.ts'
import { progressLine, writeError, writeOut } from '../terminal.ts'
import { openFromFlags, type WorkspaceFlags } from '../workspace-argument.ts'

export interface StepFlags extends WorkspaceFlags {
  readonly on?: readonly string[]
  readonly rows: string
  readonly format: 'text' | 'json' | 'csv'
  readonly csvExact?: boolean
  readonly out?: string
}

/** `huntlet step STEP…`: an analytics step, or several one after the other, on files or on what KQL gives. */
export async function step(written: readonly string[], flags: StepFlags): Promise<void> {
  const inputs = flags.on ?? []
  if (written.length === 0) return writeOut(listSteps())
  const calls = written.map(parseStepCall)
  if (inputs.length === 0) return writeOut(calls.flatMap(({ name, step }) => describeStep(name, step)))
  const first = calls[0]!.step.inputs
  if (inputs.length !== first.length) {
    throw new HuntletError(
      'STEP_INPUTS',
      `\`${calls[0]!.name}\` takes ${first.join(' and ')}: ${first.length} times --on, not ${inputs.length}.`,
    )
  }
  await interruptible(async (signal) => {
    const read = await readInputs(inputs, flags, signal)
    const { table, notices } = await runCalls(calls, read.tables, signal)
    for (const notice of [...read.notices, ...notices]) writeError(`notice: ${safeText(notice)}`)
    const completeness = {
      status: read.isPartial ? ('partial' as const) : ('complete' as const),
      notices: [...read.notices, ...notices],
    }
    await deliver(flags.out, () => printedTable(table, flags, completeness))
    if (read.isPartial) process.exitCode = exitCodes.partial
  })
}

/** Each step on what the one before it gave; the first on the inputs. */
async function runCalls(calls: readonly StepCall[], inputs: readonly Table[], signal: AbortSignal) {
  const line = progressLine()
  const notices: string[] = []
  let tables = inputs
  try {
    for (const { name, step, options } of calls) {
      refuseSecondInput(name, step, tables.length)
      const progress = (done: number, total: number, text = name) => line.show(`${text} ${done} of ${total}`)
      const made = await runStep(name, step, tables, options, { signal, progress })
      notices.push(...made.notices)
      tables = [made.table]
    }
  } finally {
    line.clear()
  }
  return { table: tables[0]!, notices }
}

function refuseSecondInput(name: string, { inputs }: StepDefinition, given: number): void {
  if (inputs.length === given) return
  throw new HuntletError('STEP_INPUTS', `\`${name}\` takes ${inputs.join(' and ')}, and stands after another step.`, {
    hint: 'Write what goes into it to a file first, and give it two times --on.',
  })
}

export interface Inputs {
  readonly tables: readonly Table[]
  readonly notices: readonly string[]
  readonly isPartial: boolean
}

/** The tables of files, or of what KQL gives. */
export async function readInputs(
  inputs: readonly string[],
  flags: WorkspaceFlags,
  signal: AbortSignal,
): Promise<Inputs> {
  const tables: Table[] = []
  const notices: string[] = []
  let isPartial = false
  for (const input of inputs) {
    const isFile = existsSync(input)
    // Files are opened one by one: two exports of one table are two inputs here.
    const workspace = await openFromFlags(isFile ? { ...flags, workspace: [input] } : flags, signal, 'nothing')
    try {
      const kql = isFile ? await onlyTable(workspace, input) : input
      const { table, completeness } = await workspace.run(kql, { signal, limit: Number.MAX_SAFE_INTEGER })
      tables.push(table)
      notices.push(...completeness.notices)
      isPartial ||= completeness.status !== 'complete'
    } finally {
      await workspace.close()
    }
  }
  return { tables, notices, isPartial }
}

/** The one table of a file, as KQL. */
async function onlyTable(workspace: Workspace, path: string): Promise<string> {
  const names = (await workspace.tables()).map(({ name }) => name)
  if (names.length === 1) return kqlName(names[0]!)
  throw new HuntletError('STEP_INPUTS', `${path} holds ${names.length} tables: ${names.join(', ')}.`, {
    hint: `Say which: --workspace ${path} --on ${names[0] ?? 'TABLE'}`,
  })
}

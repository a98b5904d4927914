import type { Progress } from '../../lib/progress.ts'
import { noProgress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { type BuildCommandsOptions, buildCommands } from './build-commands.ts'
import { type DropAutomationOptions, dropAutomation } from './drop-automation.ts'
import { foldCase } from './fold-case.ts'
import { mergeDuplicates } from './merge-duplicates.ts'
import type { Prepared } from './prepared.ts'
import { stripPorts } from './strip-ports.ts'

export interface PrepareSessionsOptions extends BuildCommandsOptions {
  /** Columns of addresses. Default: those known to be. */
  readonly addresses?: readonly string[]
  /** Columns of names. Default: those known to be. */
  readonly names?: readonly string[]
  /** What tells a record. Default: its known id, else all columns. */
  readonly record?: readonly string[]
  /** Leave out known automation: false (the default), true, or how. */
  readonly automation?: boolean | DropAutomationOptions
}

/**
 * A raw log made ready for `sessionize` in one go: repeated records merged (as they are, before anything in them is changed), ports taken off
 * addresses and these written in one form, names that differ only in case written in one way, known automation left out where asked for, and
 * commands built. Every choice is in the notices.
 */
export function prepareSessions(
  table: Table,
  options: PrepareSessionsOptions = {},
  progress: Progress = noProgress,
): Prepared {
  const { addresses, names, record, automation = false, ...commands } = options
  const steps: readonly (readonly [string, (table: Table, progress: Progress) => Prepared])[] = [
    ['Merging duplicates', (each) => mergeDuplicates(each, record && { by: record })],
    [
      'Taking ports off addresses',
      (each, told) => stripPorts(each, { canonical: true, ...(addresses && { columns: addresses }) }, told),
    ],
    ['Folding names', (each, told) => foldCase(each, names && { columns: names }, told)],
    ...(automation === false
      ? []
      : [
          [
            'Leaving out automation',
            (each: Table, told: Progress) => dropAutomation(each, automation === true ? {} : automation, told),
          ] as const,
        ]),
    ['Building commands', (each, inner) => buildCommands(each, commands, inner)],
  ]
  const notices: string[] = []
  let made = table
  steps.forEach(([text, step], at) => {
    progress(at, steps.length, text)
    const prepared = step(made, (done, total, inner) =>
      progress(at + done / Math.max(1, total), steps.length, inner ?? text),
    )
    made = prepared.table
    notices.push(...prepared.notices)
  })
  progress(steps.length, steps.length)
  return { table: made, notices }
}

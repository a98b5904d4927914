import { existsSync, statSync } from 'node:fs'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import type { ResultHandle, RunHooks } from '../../notebooklet/desk.ts'
import type { ResultData } from '../../notebooklet/result-data.ts'
import { configuration } from '../config/configuration.ts'
import { openDeskFor } from '../desk.ts'
import { displayZone } from '../display-zone.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { deliver, deliverFiles } from '../output.ts'
import { type RunFlags, runRequest } from '../run-request.ts'
import { isTerminal, outputWidth, progressLine, writeError } from '../terminal.ts'
import { separateWorkspace } from '../workspace-argument.ts'
import { positiveInteger } from './query.ts'

/** `huntlet run NAME [VALUE]` */
export async function run(given: readonly (string | undefined)[], flags: RunFlags): Promise<void> {
  const positionalGiven = given.filter((argument) => argument !== undefined)
  const { workspace, positional } = await separateWorkspace(flags, positionalGiven, 1)
  const [name, value] = positional
  if (name === undefined) {
    throw new HuntletError('MISSING_NOTEBOOKLET', 'No notebooklet was named.', { hint: 'huntlet list shows them all.' })
  }
  await runNamed(name, value, { ...flags, workspace })
}

/** `huntlet demo`: the investigation that shows what huntlet is for. */
export async function demo(flags: RunFlags): Promise<void> {
  await runNamed('anomalous-sessions', undefined, { ...flags, workspace: ['demo'] })
}

/** Runs one notebooklet on the screen, or prints its Result. */
export async function runNamed(name: string, value: string | undefined, flags: RunFlags): Promise<void> {
  if (isTerminal() && flags.format === undefined && flags.out === undefined) {
    const { openScreen } = await import('../screen.ts')
    return openScreen(flags, { name, value })
  }
  if (flags.format === 'csv' && flags.out === undefined) {
    throw new HuntletError('MISSING_FOLDER', 'As CSV each table of the Result is a file of its own.', {
      hint: 'Name a folder for them: --format csv --out FOLDER',
    })
  }
  const maxRows = flags.rows === 'all' ? undefined : positiveInteger('--rows', flags.rows)
  await interruptible(async (signal) => {
    const hooks = progressHooks(signal)
    const { workspace, desk } = await openDeskFor(flags, signal, hooks.tell)
    try {
      sayOtherWorkspace(flags, workspace.name)
      await sayWorkspaceAsValue(name, value, flags)
      const { request, followUps } = runRequest(
        name,
        value,
        flags,
        desk.notebooklets.find(({ id }) => id === name),
      )
      let result: ResultHandle
      try {
        result = await desk.run(request, hooks)
        for (const { id, parameters } of followUps) result = await result.followUp(id, parameters, hooks)
      } finally {
        hooks.done()
      }
      await print(result.data, flags, maxRows)
      process.exitCode = exitCodeOfStatus(result.data.status)
    } finally {
      await workspace.close()
    }
  })
}

/** A pivot into other logs is allowed, and told. */
function sayOtherWorkspace({ madeFrom }: RunFlags, name: string): void {
  if (madeFrom === undefined || madeFrom === name) return
  writeError(`notice: the Result was made from ${safeText(madeFrom)}, this looks at ${safeText(name)}.`)
}

/** Where none was named, a word that is one too was rather meant to be the workspace than what to look at on the default. */
async function sayWorkspaceAsValue(name: string, value: string | undefined, flags: RunFlags): Promise<void> {
  if (value === undefined || (flags.workspace ?? []).length > 0 || flags.table) return
  const isFolder = existsSync(value) && statSync(value).isDirectory()
  if (value !== 'demo' && !isFolder && !(await configuration(flags)).workspaces.has(value)) return
  const word = safeText(value)
  writeError(
    `notice: \`${word}\` is taken for what to look for. To look at the workspace of that name: huntlet run ${name} --workspace ${word}`,
  )
}

async function print(result: ResultData, flags: RunFlags, maxRows: number | undefined): Promise<void> {
  if (flags.format === 'json') {
    const { resultToJson } = await import('../../notebooklet/result-json.ts')
    await deliver(flags.out, () => [JSON.stringify(resultToJson(result), null, 1), '\n'])
  } else if (flags.format === 'csv') {
    const { resultCsv } = await import('../../report/result-csv.ts')
    await deliverFiles(flags.out!, resultCsv(result))
  } else {
    const { resultText } = await import('../../report/result-text.ts')
    const zone = await displayZone(flags)
    const ascii = process.env.TERM === 'dumb'
    await deliver(flags.out, () =>
      resultText(result, { width: outputWidth(), ascii, zone, ...(maxRows !== undefined && { maxRows }) }),
    )
  }
  for (const choice of result.choices) {
    if (choice.chosen !== undefined) continue
    writeError(`${choice.title} ${choice.options.length} match; choose one with --choose ${choice.id}=VALUE`)
  }
}

function exitCodeOfStatus(status: ResultData['status']): number {
  switch (status) {
    case 'ok':
    case 'empty':
      return exitCodes.done
    case 'partial':
      return exitCodes.partial
    case 'failed':
      return exitCodes.failed
    case 'choice':
      return exitCodes.usage
  }
}

function progressHooks(signal: AbortSignal): RunHooks & { done(): void; tell(text: string): void } {
  const line = progressLine()
  /** What is told of each query under way. */
  const running = new Map<string, string>()
  let work = 'working'
  return {
    signal,
    onEvent(event) {
      if (event.kind === 'query-started') running.set(event.query, '')
      if (event.kind === 'query-finished') running.delete(event.query)
      if (event.kind === 'query-told' && event.query !== undefined) running.set(event.query, ` (${event.text})`)
      if (event.kind === 'progress') work = `${event.text} ${event.done} of ${event.total}`
      if (event.kind === 'section') work = 'working'
      if (event.kind === 'plan') return
      const queries = Array.from(running, ([query, told]) => `${query}${told}`).join(', ')
      line.show(safeText(event.kind === 'progress' || queries === '' ? work : `running ${queries}`))
    },
    tell: (text) => line.show(safeText(running.size > 0 ? `${[...running.keys()].join(', ')}: ${text}` : text)),
    done: () => line.clear(),
  }
}

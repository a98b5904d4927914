import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { text as textOf } from 'node:stream/consumers'
import { refang } from '../../analytics/text/refang.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import { answerTable } from '../../providers/lookups/answer-table.ts'
import { lookUp } from '../../providers/lookups/look-up.ts'
import type { Lookup } from '../../providers/lookups/lookup.ts'
import { lookupIds } from '../../providers/lookups/lookup-ids.ts'
import { type Observable, readObservable } from '../../providers/lookups/observable.ts'
import { countKept, whyKept } from '../../providers/lookups/reserved.ts'
import { services } from '../../providers/lookups/services/index.ts'
import { tableCsv } from '../../report/table-csv.ts'
import { tableJson } from '../../report/table-json.ts'
import { textTable } from '../../report/text-table.ts'
import { configuration } from '../config/configuration.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { remember } from '../lookup-consent.ts'
import { type ConfiguredLookups, configuredLookups, type LookupFlags } from '../lookups.ts'
import { leavesNoTrace } from '../no-trace.ts'
import { deliver } from '../output.ts'
import { sendable, sentText } from '../services-to-agree.ts'
import { outputWidth, progressLine, writeError, writeOut } from '../terminal.ts'
import { openFromFlags, separateWorkspace } from '../workspace-argument.ts'

export interface LookupCommandFlags extends LookupFlags {
  readonly list?: boolean
  readonly only?: readonly string[]
  readonly send?: boolean
  readonly format: 'text' | 'json' | 'csv'
  readonly out?: string
}

/** `huntlet lookup OBSERVABLE…`: what is known of addresses, domains, URLs, hashes and e-mail addresses, without a notebooklet. */
export async function lookup(written: readonly string[], given: LookupCommandFlags): Promise<void> {
  await configuration(given)
  if (given.list) return list(given)
  const { workspace: paths, positional } = await separateWorkspace(given, written, 1)
  const flags = { ...given, workspace: paths }
  const observables = await readObservables(positional)
  const only = flags.only ?? []
  for (const id of only) {
    if (lookupIds.includes(id)) continue
    throw new HuntletError('UNKNOWN_LOOKUP', `There is no look-up \`${id}\`.`, {
      hint: `There are ${lookupIds.join(', ')}.`,
    })
  }
  await interruptible(async (signal) => {
    const workspace = await openFromFlags(flags, signal, 'nothing')
    const line = progressLine()
    try {
      const configured = configuredLookups(flags, workspace)
      const isChosen = ({ id }: { readonly id: string }) => only.length === 0 || only.includes(id)
      for (const { id, title } of services.filter(isChosen)) {
        const why = configured.hindered.get(id)
        if (why !== undefined) writeError(`notice: ${title} was not asked: ${safeText(why)}`)
        else if (only.includes(id) && !configured.services.some((each) => each.id === id))
          writeError(
            `notice: ${title} was not asked: ${configured.isOffline ? 'huntlet is offline' : `it is not configured: name it under \`services\` in lookups.yaml (huntlet lookup --list)`}`,
          )
      }
      const asked = await agreedServices(configured.services.filter(isChosen), configured, observables, flags, signal)
      const now = (await workspace.now()).at
      const report = await lookUp([...configured.local.filter(isChosen), ...asked], observables, {
        workspace: {
          name: workspace.name,
          tables: () => workspace.tables(),
          surroundings: async () => (await workspace.surroundings?.()) ?? { watchlists: [], functions: [] },
          async ask(kql, timespan) {
            return (await workspace.run(kql, { timespan, signal, limit: Number.MAX_SAFE_INTEGER })).table
          },
        },
        now,
        signal,
        progress: (done, total, text = 'Looking up') => line.show(`${text} ${done} of ${total}`),
      })
      line.clear()
      for (const notice of report.notices) writeError(`notice: ${safeText(notice)}`)
      const counted = observables.map((observable) => ({ observable, records: null }))
      const table = answerTable(report.answers, counted, {
        now: new Date().toISOString(),
        unknown: true,
        isPartial: report.isPartial,
      })
      await deliver(flags.out, () => printed(table, flags, report.notices, report.isPartial))
      if (report.isPartial) process.exitCode = exitCodes.partial
    } finally {
      line.clear()
      await workspace.close()
    }
  })
}

async function readObservables(written: readonly string[]): Promise<Observable[]> {
  if (written.length === 0) {
    throw new HuntletError('MISSING_OBSERVABLE', 'Nothing was given to look up.', {
      hint: 'huntlet lookup 203.0.113.7 evil.example … or `-` for standard input; huntlet lookup --list shows where.',
    })
  }
  const lists = await Promise.all(written.map(listed))
  return written.flatMap((each, at) =>
    (lists[at] ?? [each]).flatMap((text) => {
      const observable = readObservable(refang(text).text, 'any')
      if (observable) return [observable]
      const problem = `\`${safeText(text.slice(0, 80))}\` is no address, domain, URL, hash or e-mail address.`
      if (!lists[at]) throw new HuntletError('NO_OBSERVABLE', problem)
      writeError(`notice: ${problem}`)
      return []
    }),
  )
}

/** The words of standard input (`-`), or of a file that is there: `list.txt` might be a domain, and would be sent as one. */
async function listed(argument: string): Promise<readonly string[] | undefined> {
  if (argument === '-') return wordsIn(await textOf(process.stdin))
  const isFile = statSync(argument, { throwIfNoEntry: false })?.isFile() === true
  if (!isFile) return undefined
  writeError(`Looked up is what stands in the file ${safeText(argument)}.`)
  return wordsIn(readFileSync(argument, 'utf8'))
}

/** One a line or several; what follows `#` at the beginning of a line is a comment. */
function wordsIn(text: string): readonly string[] {
  return text
    .replace(/^\ufeff/, '')
    .replace(/^[ \t]*#.*$/gm, '')
    .split(/\s+/)
    .map((word) => word.replace(/[,;]+$/, ''))
    .filter((word) => word !== '')
}

/** The services that may be asked. Before the first time the user is shown what is sent where, and asked where there is somebody to ask. */
async function agreedServices(
  ready: readonly Lookup[],
  { agreed, own }: ConfiguredLookups,
  observables: readonly Observable[],
  flags: LookupCommandFlags,
  signal: AbortSignal,
): Promise<readonly Lookup[]> {
  const fresh = ready.filter(({ id, kinds }) => !agreed.has(id) && sendable(observables, kinds, own).length > 0)
  if (fresh.length === 0) return ready
  for (const service of fresh) writeError(sentText(service, observables, own))
  const kept = countKept(observables, (observable) => whyKept(observable, own))
  if (kept !== undefined) writeError(kept)
  if (flags.send || (await isConfirmed(signal))) {
    if (!leavesNoTrace(flags)) remember(fresh)
    return ready
  }
  const names = fresh.map(({ title }) => title).join(', ')
  writeError(`notice: nothing was sent to ${names}: agree with --send, or \`consent: true\` in your lookups.yaml`)
  return ready.filter((each) => !fresh.includes(each))
}

async function isConfirmed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question('Send it, now and in future? [y/N] ', { signal })).trim())
  } finally {
    lines.close()
  }
}

/** What text leaves out: as it came, and the moment that `Age` tells too, for which a verdict would be cut. */
const untold: ReadonlySet<string> = new Set(['Raw', 'AsOf'])

function printed(
  table: Table,
  flags: LookupCommandFlags,
  notices: readonly string[],
  isPartial: boolean,
): Iterable<string> {
  switch (flags.format) {
    case 'json':
      return tableJson(table, { status: isPartial ? 'partial' : 'complete', notices })
    case 'csv':
      return tableCsv(table, { exact: false })
    case 'text': {
      const filled = table.columns.filter(
        ({ name }) => !untold.has(name) && table.column(name).some((cell) => cell !== null && cell !== ''),
      )
      const shown = table.select(filled.map(({ name }) => name))
      return [...textTable(shown, { width: outputWidth(), seeAll: '--format json' })].map((line) => `${line}\n`)
    }
  }
}

/** `huntlet lookup --list`: every look-up, on or off, and what it needs. */
async function list(flags: LookupCommandFlags): Promise<void> {
  const configured = configuredLookups(flags)
  const local = configured.local.map(({ id, kinds, text }) => [id, 'local', kinds.join(' '), '', text])
  const remote = services.map(({ id, kinds, needs, text, base, alsoSentTo = [] }) => {
    const why = configured.hindered.get(id)
    const isOn = configured.services.some((each) => each.id === id)
    const state = configured.isOffline
      ? 'off: offline'
      : isOn
        ? configured.agreed.has(id)
          ? 'on'
          : 'on, asks first'
        : why
          ? `off: ${why}`
          : 'off'
    const hosts = [...(base === undefined ? [] : [new URL(base).host]), ...alsoSentTo].join(', ')
    return [id, state, kinds.join(' '), needs === 'nothing' ? '' : needs, `${text} Sends to ${hosts}.`]
  })
  const rows = [...local, ...remote]
  if (flags.format === 'json') {
    const columns = ['LookUp', 'State', 'Kinds', 'Needs', 'Text'].map((name) => ({ name, type: 'string' as const }))
    return deliver(flags.out, () => tableJson(Table.fromRows(columns, rows), { status: 'complete', notices: [] }))
  }
  const width = Math.max(...rows.map(([id]) => id!.length))
  const lines = rows.flatMap(([id, state, kinds, needs, text]) => [
    `${id!.padEnd(width)}  ${state}${needs ? ` · needs a ${needs}` : ''} · ${kinds}`,
    `${' '.repeat(width)}  ${text}`,
  ])
  await writeOut(
    [...lines, '', 'A service is on once lookups.yaml in your folder or the current one names it:', ...example].map(
      (each) => `${each}\n`,
    ),
  )
}

const example = [
  '  services:',
  '    virustotal: { key: { env: VT_KEY } }',
  '    abuseipdb: { key: { file: ~/.keys/abuseipdb } }',
  '    tor-exits: {}',
  '  own: { domains: [contoso.com] } # never sent, as private addresses and internal names are not',
]

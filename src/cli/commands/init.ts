import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { isTimeZone } from '../config/config-schema.ts'
import { configName, configPlaces, configuration } from '../config/configuration.ts'
import { type ConfigEdit, editConfig, pathFor, putWorkspace, saveConfig } from '../config/edit-config.ts'
import { type EntryFlags, entryOfWords } from '../config/entry-of-words.ts'
import { workspaceName } from '../config/workspace-id.ts'
import { interruptible } from '../interrupt.ts'
import { writeOut } from '../terminal.ts'

export interface InitFlags extends EntryFlags {
  /** Where the logs are: what `--workspace` takes elsewhere. */
  readonly logs?: readonly string[]
  readonly name?: string
  readonly timeZone?: string
  /** Into one's own file, not that of the folder one stands in. */
  readonly user?: boolean
  /** Change a file that is there. */
  readonly replace?: boolean
}

interface Answers {
  readonly logs: readonly string[]
  readonly name: string
  readonly timeZone: string | undefined
  readonly login: EntryFlags
}

/** `huntlet init`: asks where the logs are, and writes `huntlet.yaml`. What is given as options is not asked. */
export async function init(flags: InitFlags): Promise<void> {
  const { path, owner } = flags.user === true ? configPlaces({})[0]! : { path: configName, owner: 'project' as const }
  const canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true
  if (!canAsk && flags.logs === undefined) {
    throw new HuntletError('NO_TERMINAL', 'huntlet init asks questions, and this is no terminal.', {
      hint: 'Answer with options: huntlet init --logs ./logs --name lab, or --logs azure:ID --name soc --auth cli; --time-zone Europe/Berlin; --replace where there is a huntlet.yaml already.',
    })
  }
  await interruptible(async (signal) => {
    const lines = canAsk ? createInterface({ input: process.stdin, output: process.stderr }) : undefined
    try {
      const ask = async (question: string) => (await lines!.question(question, { signal })).trim()
      if (existsSync(path) && flags.replace !== true && !(await mayChange(path, lines && ask))) {
        await writeOut([`${safeText(path)} stays as it is.\n`])
        return
      }
      const answers = flags.logs ? givenAnswers(flags.logs, flags) : await askedAnswers(flags, ask)
      // Its place decides how paths are written, and what it may say.
      const edit = editConfig(path, owner)
      await write(edit, answers)
    } finally {
      lines?.close()
    }
  })
}

type Ask = (question: string) => Promise<string>

async function mayChange(path: string, ask: Ask | undefined): Promise<boolean> {
  if (!ask) {
    throw new HuntletError('ALREADY_THERE', `There is a ${path} already; nothing was written.`, {
      hint: 'Add to it with --replace, or with huntlet workspaces add NAME WORKSPACE.',
    })
  }
  return /^y(es)?$/i.test(await ask(`${path} is there already. Add to it? [y/N] `))
}

function givenAnswers(logs: readonly string[], flags: InitFlags): Answers {
  return { logs, name: checkedName(flags.name ?? 'logs'), timeZone: checkedZone(flags.timeZone), login: flags }
}

async function askedAnswers(flags: InitFlags, ask: Ask): Promise<Answers> {
  const where = await ask(
    [
      'Where are your logs?',
      '  1  in files: CSV, JSON, Parquet, .evtx, syslog …',
      '  2  in Log Analytics or Microsoft Sentinel',
      '  3  in Azure Data Explorer, Fabric or the Sentinel data lake',
      '  4  nowhere yet: begin with the demo',
      '[1] ',
    ].join('\n'),
  )
  const logs = await logsOf(where === '' ? '1' : where, ask)
  const isRemote = /^(azure|kusto):/.test(logs[0] ?? '')
  const usual = isRemote ? 'soc' : 'logs'
  const name =
    logs.length === 0 ? usual : (flags.name ?? ((await ask(`What shall it be called? [${usual}] `)) || usual))
  const auth =
    !isRemote || flags.auth !== undefined
      ? flags.auth
      : await ask('How do you log in? cli (az login), powershell, device, browser, managed … [cli] ')
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const timeZone =
    flags.timeZone ?? ((await ask(`By which clock shall times be shown? [UTC, here it is ${zone}] `)) || undefined)
  return {
    logs,
    name: checkedName(name),
    timeZone: checkedZone(timeZone),
    login: { ...flags, ...(isRemote && { auth: auth || 'cli' }) },
  }
}

async function logsOf(choice: string, ask: Ask): Promise<string[]> {
  switch (choice) {
    case '1':
      return [(await ask('In which folder? [./logs] ')) || './logs']
    case '2':
      return [`azure:${await ask('The workspace id (a guid, on its overview page), or a resource id: ')}`]
    case '3': {
      const cluster = await ask('The cluster, such as help or https://help.kusto.windows.net: ')
      return [`kusto:${cluster}/${await ask('The database: ')}`]
    }
    case '4':
      return []
    default:
      throw new HuntletError('BAD_OPTION_VALUE', `\`${choice}\`: expected 1, 2, 3 or 4.`)
  }
}

function checkedName(name: string): string {
  if (workspaceName.test(name)) return name
  throw new HuntletError('BAD_NAME', `\`${name}\` is no name for a workspace.`, {
    hint: 'Use letters, digits, `-`, `_` and `.`; `demo` is taken.',
  })
}

function checkedZone(zone: string | undefined): string | undefined {
  if (zone === undefined || isTimeZone(zone)) return zone
  throw new HuntletError('BAD_OPTION_VALUE', `\`${zone}\` is no time zone.`, {
    hint: 'Write Europe/Berlin, America/New_York or UTC.',
  })
}

async function write(edit: ConfigEdit, { logs, name, timeZone, login }: Answers): Promise<void> {
  if (logs.length > 0) {
    const settings = await configuration({})
    putWorkspace(
      edit,
      name,
      entryOfWords(logs, login, settings, (path) => pathFor(edit, path)),
    )
    edit.document.set('default', name)
  }
  if (timeZone !== undefined) edit.document.set('timeZone', timeZone)
  saveConfig(edit)
  const next =
    logs.length > 0
      ? [`  huntlet workspaces test ${name}\n`, '  huntlet\n']
      : ['  huntlet demo\n', '  huntlet workspaces add NAME WORKSPACE\n']
  await writeOut([`${safeText(edit.path)} is written.\n`, '\nNext:\n', ...next])
}

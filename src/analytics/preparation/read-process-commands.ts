import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { type ColumnTexts, combineTexts, mapTexts } from '../columns/column-texts.ts'
import { normaliseFolder, normaliseProgram, normaliseValue } from './command-line/normalise-value.ts'
import { fileName, folderOf, verbsOf } from './command-line/programs.ts'
import { type CommandLine, splitCommandLine } from './command-line/split-command-line.ts'
import type { CommandRows } from './command-shape.ts'
import { type ProcessLog, readProcessFacts } from './process-facts.ts'
import { bagJson, switchName, type ValueChoice } from './split-command-lines.ts'

type Words = readonly (readonly [name: string, value: string | null])[]
type CommandAndWords = readonly [command: string, words: Words]

/**
 * Created processes as commands: the program's name in lower case, with its verb where it is many programs in one (`net.exe user`), a version or
 * hexadecimal number in it as `<n>` or `<hex>`. As parameters the folder it is in (`in c:\windows\fonts\`), its parent (`by cmd.exe`), its
 * switches, what it runs in turn (`runs echo`, `calls comsvcs.dll,minidump`), `elevated`, and `was psexec.exe` where the file was built with
 * another name.
 */
export function readProcessCommands(all: Table, log: ProcessLog, values: ValueChoice, progress: Progress): CommandRows {
  const facts = readProcessFacts(all, log)
  const { table, image, parent, commandLine } = facts
  if (table.rowCount === 0 && all.rowCount > 0) {
    throw new HuntletError('COMMANDS_NONE', `No row of this ${log.name} log tells of a created process.`, {
      hint: `${facts.notices.join(' ')} Say with \`command\` which column names what was done.`,
    })
  }
  let split = 0
  // What is different in each row is first made what it means, which is mostly the same: few combinations are left then.
  const read = combineTexts(
    [image, commandLine],
    ([path, line]) => {
      const found = splitCommandLine(line!, { style: styleOf(log, path!), image: path! })
      if (line !== '') split++
      const name = fileName(path!) || found.program
      const command = [normaliseProgram(name), ...verbsOf(name, found.arguments)].join(' ')
      return JSON.stringify([command, commandWords(found, values)] satisfies CommandAndWords)
    },
    (done, total) => progress(done, total, 'Splitting command lines'),
  )
  const parsed = new Map(read.texts.map((text) => [text, JSON.parse(text) as CommandAndWords]))
  const commands = mapTexts(read, (text) => parsed.get(text)![0])
  const words = mapTexts(read, (text) => JSON.stringify(parsed.get(text)![1]))
  const folders = mapTexts(image, (path) => normaliseFolder(folderOf(path)))
  const parents = mapTexts(parent, fileName)
  const columns: readonly ColumnTexts[] = [folders, parents, words, facts.elevation, facts.original, facts.product]
  const parameters = combineTexts(columns, ([folder, by, told, elevated, original, product]) => {
    const bag = new Map<string, string | null>()
    for (const name of JSON.parse(product!) as string[]) bag.set(`is ${name}`, null)
    if (folder !== '') bag.set(`in ${folder}`, null)
    if (by !== '') bag.set(`by ${by}`, null)
    if (elevated !== '') bag.set(elevated!, null)
    if (original !== '') bag.set(`was ${original}`, null)
    for (const [name, value] of JSON.parse(told!) as Words) bag.set(name, value ?? bag.get(name) ?? null)
    return values === 'names' ? JSON.stringify([...bag.keys()]) : bagJson(bag)
  })
  const told = [
    'folder',
    ...(log.parent === undefined ? [] : ['parent']),
    ...(log.elevation === undefined ? [] : ['elevation']),
    ...(log.original === undefined ? [] : ['original name']),
    ...(log.product === undefined ? [] : ['product']),
  ]
  const lines =
    split > 0 ? `switches of ${countOf(split, 'different command line')}` : 'no switches, as no row has a command line'
  return {
    table,
    commands,
    parameters,
    notices: [
      ...facts.notices,
      `named by the program of \`${log.image}\`; parameters are ${told.join(', ')} and ${lines}.`,
    ],
  }
}

function styleOf(log: ProcessLog, path: string): 'windows' | 'posix' {
  return log.name === 'auditd' || path.startsWith('/') ? 'posix' : 'windows'
}

/** Switches, and what a command line runs, with what is wanted of their values. */
function commandWords(line: CommandLine, values: ValueChoice): Words {
  const keptOf = (value: string | undefined) => {
    if (value === undefined || values === 'names') return null
    return values === 'logged' ? value : normaliseValue(value)
  }
  return [
    ...line.switches.map(({ name, value }) => [switchName(name), keptOf(value)] as const),
    ...(line.entry === undefined ? [] : [[`calls ${line.entry}`, null] as const]),
    ...line.runs.map(({ program }) => [`runs ${program.toLowerCase().replace(/\.(?:exe|com)$/, '')}`, null] as const),
  ]
}

import { HuntletError } from '../../lib/diagnostic.ts'
import type { Table } from '../../lib/table.ts'
import { type ColumnTexts, combineTexts } from './column-texts.ts'
import { normaliseFolder, normaliseProgram, normaliseValue } from './command-line/normalise-value.ts'
import { fileName, folderOf, verbsOf } from './command-line/programs.ts'
import { type CommandLine, splitCommandLine } from './command-line/split-command-line.ts'
import type { CommandRows } from './command-shape.ts'
import { countOf } from './prepared.ts'
import { type ProcessLog, readProcessFacts } from './process-facts.ts'
import { bagJson, switchName, type ValueChoice } from './split-command-lines.ts'

/**
 * Created processes as commands: the program's name in lower case, with its verb where it is many programs in one (`net.exe user`), a version or
 * hexadecimal number in it as `<n>` or `<hex>`. As parameters the folder it is in (`in c:\windows\fonts\`), its parent (`by cmd.exe`), its
 * switches, what it runs in turn (`runs echo`, `calls comsvcs.dll,minidump`), `elevated`, and `was psexec.exe` where the file was built with
 * another name.
 */
export function readProcessCommands(all: Table, log: ProcessLog, values: ValueChoice): CommandRows {
  const facts = readProcessFacts(all, log)
  const { table, image, parent, commandLine } = facts
  if (table.rowCount === 0) {
    throw new HuntletError('COMMANDS_NONE', `No row of this ${log.name} log tells of a created process.`, {
      hint: `${facts.notices.join(' ')} Say with \`command\` which column names what was done.`,
    })
  }
  let split = 0
  // A command line stands in the log with many parents: it is read once.
  const words = new Map<string, readonly (readonly [string, string | undefined])[]>()
  const commands = combineTexts([image, commandLine], ([path, line]) => {
    const read = splitCommandLine(line!, { style: styleOf(log, path!), image: path! })
    words.set(`${path}\n${line}`, commandWords(read))
    if (line !== '') split++
    const name = fileName(path!) || read.program
    return [normaliseProgram(name), ...verbsOf(name, read.arguments)].join(' ')
  })
  const columns: readonly ColumnTexts[] = [image, parent, commandLine, facts.elevation, facts.original, facts.product]
  const parameters = combineTexts(columns, ([path, by, line, elevated, original, product]) => {
    const bag = new Map<string, string | null>()
    for (const name of JSON.parse(product!) as string[]) bag.set(`is ${name}`, null)
    if (folderOf(path!) !== '') bag.set(`in ${normaliseFolder(folderOf(path!))}`, null)
    if (by !== '') bag.set(`by ${fileName(by!)}`, null)
    if (elevated !== '') bag.set(elevated!, null)
    if (original !== '') bag.set(`was ${original}`, null)
    for (const [name, value] of words.get(`${path}\n${line}`)!) {
      bag.set(name, value === undefined ? (bag.get(name) ?? null) : values === 'logged' ? value : normaliseValue(value))
    }
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

function commandWords(line: CommandLine): readonly (readonly [string, string | undefined])[] {
  return [
    ...line.switches.map(({ name, value }) => [switchName(name), value] as const),
    ...(line.entry === undefined ? [] : [[`calls ${line.entry}`, undefined] as const]),
    ...line.runs.map(
      ({ program }) => [`runs ${program.toLowerCase().replace(/\.(?:exe|com)$/, '')}`, undefined] as const,
    ),
  ]
}

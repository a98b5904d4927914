import { countOf } from '../../lib/count-of.ts'
import type { Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnTexts, combineTexts, rowCounts } from '../columns/column-texts.ts'
import { normaliseFolder, normaliseValue } from './command-line/normalise-value.ts'
import { fileName, folderOf, verbsOf } from './command-line/programs.ts'
import { type CommandLine, splitCommandLine } from './command-line/split-command-line.ts'
import type { CommandRows } from './command-shape.ts'
import { rowsWith } from './read-bag-commands.ts'
import { bagJson, switchName, type ValueChoice } from './split-command-lines.ts'

/** Messages that hold the command line of what was run: by whom it was run, and in which group of the pattern it stands. */
const commandMessages: readonly { readonly by: string; readonly pattern: RegExp }[] = [
  { by: 'sudo', pattern: /\bUSER=(?<as>[^ ;]+) ;(?: [A-Z]+=[^;]* ;)* COMMAND=(?<line>.+)$/s },
  { by: 'cron', pattern: /^\((?<as>[^)]+)\) CMD \((?<line>.+)\)\s*$/s },
  { by: 'execve', pattern: /\btype=EXECVE\b.*?\bargc=\d+ (?<args>a0=.*)$/s },
  { by: 'shell', pattern: /\bexe="?(?<exe>\/[^" ]+)"?/ },
]

/**
 * What a Syslog tells of, as commands: the program that sudo, cron or a record of auditd names, with its switches; of any other message the
 * process that wrote it and the words of the message that are always there (`sshd: invalid user <name> from <address> port <n>`).
 */
export function readSyslogCommands(all: Table, values: ValueChoice, progress: Progress): CommandRows {
  const { table, left } = rowsWith(all, ['SyslogMessage'])
  const messages = columnTexts(table, 'SyslogMessage')
  const process = columnTexts(table, 'ProcessName')
  const read = new Map<string, ReturnType<typeof commandOf>>()
  messages.texts.forEach((text, at) => {
    if (at % 50_000 === 0) progress(at, messages.texts.length, 'Reading messages')
    read.set(text, commandOf(text))
  })
  const commands = combineTexts([messages, process], ([text, name]) => {
    const found = read.get(text!)
    return found
      ? [found.line.program, ...verbsOf(found.line.program, found.line.arguments)].join(' ')
      : name === ''
        ? messageTemplate(text!)
        : `${name}: ${messageTemplate(text!)}`
  })
  const parameters = combineTexts([messages], ([text]) => {
    const found = read.get(text!)
    return found ? parametersOf(found, values) : '[]'
  })
  const counts = rowCounts(messages)
  const ran = messages.texts.reduce((sum, text, at) => sum + (read.get(text) ? counts[at]! : 0), 0)
  return {
    table,
    commands,
    parameters,
    notices: [
      ...(left > 0 ? [`${countOf(left, 'row')} without \`SyslogMessage\` left out.`] : []),
      `${countOf(ran, 'message')} of sudo, cron and auditd tell of a program that was run; the other ${countOf(
        table.rowCount - ran,
        'message',
      )} are named by their process and the words that are always there.`,
    ],
  }
}

interface Ran {
  readonly by: string
  readonly as?: string
  readonly line: CommandLine
}

function commandOf(message: string): Ran | undefined {
  for (const { by, pattern } of commandMessages) {
    const groups = pattern.exec(message.slice(0, 65_536))?.groups
    if (!groups) continue
    const text = groups.line ?? groups.exe ?? execveLine(groups.args ?? '')
    const line = splitCommandLine(text.trim(), { style: 'posix' })
    if (line.program === '') continue
    return { by, line, ...(groups.as !== undefined && { as: groups.as }) }
  }
  return undefined
}

/** `a0="ls" a1=2F746D70`: quoted, or in hexadecimal where a word has blanks or quotes. */
function execveLine(text: string): string {
  const words = Array.from(text.matchAll(/\ba\d+=(?:"([^"]*)"|([\dA-F]+)\b)/g), ([, quoted, hexadecimal]) => {
    if (quoted !== undefined) return quoted
    const bytes = hexadecimal!.match(/../g) ?? []
    return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('')
  })
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}

function parametersOf({ by, as, line }: Ran, values: ValueChoice): string {
  const bag = new Map<string, string | null>([[`by ${by}`, null]])
  if (as !== undefined) bag.set(`as ${as}`, null)
  if (folderOf(line.path) !== '') bag.set(`in ${normaliseFolder(folderOf(line.path))}`, null)
  for (const { name, value } of line.switches) {
    bag.set(switchName(name), value === undefined ? null : values === 'logged' ? value : normaliseValue(value))
  }
  for (const { program } of line.runs) bag.set(`runs ${fileName(program)}`, null)
  return values === 'names' ? JSON.stringify([...bag.keys()]) : bagJson(bag)
}

/** A message without what differs each time: addresses, numbers, hexadecimal, paths, quoted texts, and the names after `user`, `for`, `by`. */
function messageTemplate(message: string): string {
  return message
    .slice(0, 300)
    .trim()
    .replace(/"[^"]*"|'[^']*'/g, '<text>')
    .replace(/\b(SHA256|MD5):\S+/g, '<hex>')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[\da-f]{1,4}(?::[\da-f]{0,4}){3,7}\b/gi, '<address>')
    .replace(/\b(user|account)( |=)(?!<|from\b)[\w.@$\\-]+(?=[ .,;:]|$)/gi, '$1$2<name>')
    .replace(/\b(for|by) (?!<|user\b|invalid\b|authenticating\b|session\b)[\w.@$\\-]+(?=[ .,;:]|$)/gi, '$1 <name>')
    .replace(/(?<![\w<])\/[\w./-]+/g, '<path>')
    .replace(/\b(?:0x)?(?=[\da-f]*\d)[\da-f]{6,}\b/gi, '<hex>')
    .replace(/(?<![a-z\d])\d+/gi, '<n>')
    .replace(/\s+/g, ' ')
    .slice(0, 120)
}

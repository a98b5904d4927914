import { fileName, powershellParameters, shells, windowsVariables, wrappers } from './programs.ts'
import { shellCommands } from './shell-words.ts'
import { leadingProgram, windowsWords } from './windows-words.ts'

export interface SplitOptions {
  /** `windows`: CommandLineToArgvW; `posix`: shell words; `auto` (the default): what the text looks like. */
  readonly style?: 'windows' | 'posix' | 'auto'
  /** The path of the program where the log tells it: where an unquoted path with blanks ends. */
  readonly image?: string
}

/** A switch as written, in lower case on Windows: `/all`, `-k`, `--user`. Of PowerShell its whole name: `-encodedcommand`. */
export interface CommandSwitch {
  readonly name: string
  /** After `:` or `=`, or the word after it that is no switch. Whether such a word is its value only the program knows. */
  readonly value?: string
}

export interface CommandLine {
  /** The program's file name, in lower case on Windows; empty for an empty text. */
  readonly program: string
  /** The program as written, without `\??\`, and with `\SystemRoot` and variables of Windows as the folders they stand for by default. */
  readonly path: string
  readonly switches: readonly CommandSwitch[]
  /** Words that are neither switch nor value. */
  readonly arguments: readonly string[]
  /** Of rundll32: library and entry point, `comsvcs.dll,minidump`. */
  readonly entry?: string
  /** The commands it runs: after `cmd /c`, `sh -c`, `sudo`, `env`; and those after `;`, `&` and `|` of a shell line. The first hundred. */
  readonly runs: readonly CommandLine[]
}

/** `cmd /c cmd /c …` beyond this is not looked into: each level reads the rest of the text again. */
const deepest = 4

/** A line of more commands than this is not written by hand, nor looked into further. */
const mostCommands = 100

/**
 * A command line as program, switches and arguments. Never throws, and takes time linear in the text, whatever it is: what is
 * broken gives what can be read of it.
 */
export function splitCommandLine(text: string, options: SplitOptions = {}): CommandLine {
  const style = options.style ?? 'auto'
  return (style === 'auto' ? styleOf(text) : style) === 'windows'
    ? splitWindows(text, options.image, 0)
    : splitPosix(text, 0)
}

/** A text that could be either is taken for Windows, whose rules leave a plain text as it is. */
function styleOf(text: string): 'windows' | 'posix' {
  const head = text.slice(0, 2000).trimStart()
  if (/^(?:\\\?\?\\|\\|"?[a-z]:[\\/]|"?%\w)|\.(?:exe|com|bat|cmd|dll|msi|vbs|ps1)\b|\\\w+\\/i.test(head))
    return 'windows'
  if (/^(?:cmd|powershell|pwsh|net1?|reg|sc|rundll32|wmic)\s/i.test(head)) return 'windows'
  return /^(?:\/|\.\/|~|[A-Za-z_]\w*=)|'|\$[({]|\s\/(?:bin|dev|etc|home|mnt|opt|proc|root|run|srv|tmp|usr|var)(?:\/|\s|$)/.test(
    head,
  )
    ? 'posix'
    : 'windows'
}

function splitWindows(text: string, image: string | undefined, depth: number): CommandLine {
  const { program: written, end } = leadingProgram(text, image)
  const path = windowsPath(written)
  const program = fileName(path).toLowerCase()
  const rest = text.slice(end)
  const stem = program.replace(/\.(?:exe|com)$/, '')
  if (stem === 'cmd') return { program, path, ...splitCmd(rest, depth) }
  if (stem === 'powershell' || stem === 'pwsh')
    return { program, path, ...powershellWords(windowsWords(rest)), runs: [] }
  const words = windowsWords(rest)
  const entry = stem === 'rundll32' ? entryPoint(words) : undefined
  return { program, path, ...readWords(words, 'windows'), ...(entry !== undefined && { entry }), runs: [] }
}

function splitPosix(text: string, depth: number): CommandLine {
  const [first, ...others] = shellCommands(text, mostCommands)
  const command = posixCommand(first ?? [], depth)
  return { ...command, runs: [...command.runs, ...others.map((words) => posixCommand(words, depth))] }
}

function posixCommand(words: readonly string[], depth: number): CommandLine {
  // `LANG=C ls`: what is set for the command is no part of its name.
  let at = 0
  while (at < words.length && /^[A-Za-z_]\w*\+?=/.test(words[at]!)) at++
  const path = words[at] ?? ''
  const program = fileName(path)
  const rest = words.slice(at + 1)
  const read = readWords(rest, 'posix')
  if (depth >= deepest) return { program, path, ...read, runs: [] }
  if (Object.hasOwn(wrappers, program)) {
    const from = wrappedAt(rest, wrappers[program]!, program === 'timeout' ? 1 : 0)
    const inner = from < rest.length ? posixCommand(rest.slice(from), depth + 1) : undefined
    const runs = inner ? [withoutRuns(inner), ...inner.runs] : []
    return { program, path, ...readWords(rest.slice(0, from), 'posix'), runs }
  }
  const script = shells.has(program) ? rest.findIndex((word) => /^-[a-z]*c$/.test(word)) : -1
  if (script < 0 || script + 1 >= rest.length) return { program, path, ...read, runs: [] }
  const inner = splitPosix(rest[script + 1]!, depth + 1)
  const before = readWords([...rest.slice(0, script), rest[script]!], 'posix')
  return {
    program,
    path,
    switches: before.switches,
    arguments: rest.slice(script + 2),
    runs: [withoutRuns(inner), ...inner.runs],
  }
}

/** Where the command of `sudo -u root VAR=1 command` begins. */
function wrappedAt(words: readonly string[], valued: string, skip: number): number {
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') return at + 1
    if (/^-\w$/.test(word) && valued.includes(word[1]!)) at++
    else if (!/^-|^[A-Za-z_]\w*=/.test(word)) break
  }
  return Math.min(at + skip, words.length)
}

/** What follows `/c`, `/k` or `/r` is not words but a line that cmd reads: quotes around the whole go, `^` frees a character. */
function splitCmd(rest: string, depth: number): Omit<CommandLine, 'program' | 'path'> {
  const run = /(?:^|[\s"])\/([ckr])/i.exec(rest.slice(0, 500))
  if (!run) return { ...readWords(windowsWords(rest), 'windows'), runs: [] }
  const before = readWords(windowsWords(rest.slice(0, run.index)), 'windows')
  const switches = [...before.switches, { name: `/${run[1]!.toLowerCase()}` }]
  if (depth >= deepest) return { switches, arguments: [], runs: [] }
  const line = withoutOuterQuotes(rest.slice(run.index + run[0].length).trim())
  const runs = cmdCommands(line).map((command) => splitWindows(command, undefined, depth + 1))
  return { switches, arguments: before.arguments, runs: runs.flatMap((each) => [withoutRuns(each), ...each.runs]) }
}

function withoutRuns(command: CommandLine): CommandLine {
  return command.runs.length === 0 ? command : { ...command, runs: [] }
}

/** cmd drops the first and the last quotation mark, unless they are the only ones and hold a plain program. */
function withoutOuterQuotes(line: string): string {
  if (!line.startsWith('"')) return line
  const last = line.lastIndexOf('"')
  const inside = line.slice(1, last)
  if (last === 0) return line.slice(1)
  if (!/["&<>()@^|]/.test(inside) && line.length > last + 1) return line
  return inside + line.slice(last + 1)
}

/** The commands of a line of cmd: split at `&`, `|` and line ends that are neither quoted nor freed by `^`. */
function cmdCommands(line: string): string[] {
  const commands: string[] = []
  let parts: string[] = []
  let plain = 0
  let quoted = false
  const endCommand = (at: number) => {
    parts.push(line.slice(plain, at))
    const command = parts
      .join('')
      .replace(/^[\s@(]+/, '')
      .trimEnd()
    if (command !== '') commands.push(command)
    parts = []
  }
  for (let at = 0; at < line.length && commands.length < mostCommands; at++) {
    const character = line[at]!
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '^') {
      parts.push(line.slice(plain, at))
      plain = at + 1
      at++
    } else if (
      character === '\n' ||
      ((character === '&' || character === '|') && line[at - 1] !== '>' && line[at - 1] !== '<')
    ) {
      endCommand(at)
      plain = at + 1
    }
  }
  if (commands.length < mostCommands) endCommand(line.length)
  return commands
}

function powershellWords(words: readonly string[]): Pick<CommandLine, 'switches' | 'arguments'> {
  const switches: CommandSwitch[] = []
  for (let at = 0; at < words.length; at++) {
    // PowerShell takes the longer dashes for `-` too.
    const written = /^[-/\u2013\u2014\u2015]{1,2}([a-z?]+)$/i.exec(words[at]!)?.[1]?.toLowerCase()
    const parameter = powershellParameters.find(
      ({ name, shortest, also }) =>
        written === also || (written !== undefined && name.startsWith(written) && written.startsWith(shortest)),
    )
    if (!parameter || written === undefined) {
      // Neither a parameter nor its value: a command to run, or arguments of one.
      if (written === undefined) return { switches, arguments: words.slice(at) }
      switches.push({ name: `-${written}` })
      continue
    }
    const name = `-${parameter.name}`
    if (parameter.flag || at + 1 >= words.length) switches.push({ name })
    else if (parameter.rest === 'value')
      return { switches: [...switches, { name, value: words.slice(at + 1).join(' ') }], arguments: [] }
    else if (parameter.rest === 'script') {
      return { switches: [...switches, { name, value: words[at + 1]! }], arguments: words.slice(at + 2) }
    } else {
      at++
      switches.push({ name, value: words[at]! })
    }
  }
  return { switches, arguments: [] }
}

const windowsSwitch = /^(\/[a-z?][\w.-]*|--?[a-z?][\w.-]*|-\d{1,2})(?:[:=](.*))?$/is
const posixSwitch = /^(--?[A-Za-z?][\w.-]*|-\d{1,2})(?:=(.*))?$/s

function readWords(words: readonly string[], style: 'windows' | 'posix'): Pick<CommandLine, 'switches' | 'arguments'> {
  const switches: CommandSwitch[] = []
  const rest: string[] = []
  let open = false
  let ended = false
  for (const word of words) {
    const found = ended || word.length > 4096 ? null : (style === 'windows' ? windowsSwitch : posixSwitch).exec(word)
    if (found) {
      const name = style === 'windows' ? found[1]!.toLowerCase() : found[1]!
      switches.push(found[2] === undefined ? { name } : { name, value: found[2] })
      open = found[2] === undefined
    } else if (style === 'posix' && word === '--') {
      ended = true
      open = false
    } else if (open) {
      switches[switches.length - 1] = { ...switches.at(-1)!, value: word }
      open = false
    } else rest.push(word)
  }
  return { switches, arguments: rest }
}

function entryPoint(words: readonly string[]): string | undefined {
  const called = words.find((word) => !/^[/-]/.test(word))
  if (called === undefined) return undefined
  const comma = called.indexOf(',')
  const library = fileName(comma < 0 ? called : called.slice(0, comma)).toLowerCase()
  // The entry point may stand after a blank, and what follows another comma is no part of it.
  const next =
    comma < 0 ? words[words.indexOf(called) + 1] : called.slice(comma + 1) || words[words.indexOf(called) + 1]
  const name = (next ?? '').replace(/^,/, '').split(',', 1)[0]!.trim().toLowerCase()
  return name === '' ? library : `${library},${name}`
}

/** Without `\??\` and `\\?\`, and with the folders that Windows has for `\SystemRoot` and its variables as it is installed. */
export function windowsPath(written: string): string {
  if (written.length > 32_767) return written
  const plain = written
    .replace(/^\\(?:\?\?|\\[?.])\\/, '')
    .replace(/^\\systemroot(?=\\|$)/i, windowsVariables.get('systemroot')!)
  return plain.replace(/^%([\w()]+)%/, (variable, name: string) => windowsVariables.get(name.toLowerCase()) ?? variable)
}

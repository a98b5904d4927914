import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { HuntletError } from '../lib/diagnostic.ts'
import { wordsOf } from '../lib/words-of.ts'
import { assignment } from './assignment.ts'

/** Which of `--cert`, `--key` and `--https` stand for https; nothing for plain http. Throws BAD_OPTION_VALUE, UNREADABLE_PATH. */
export async function certificateOf(flags: {
  readonly https?: boolean
  readonly cert?: string
  readonly key?: string
}): Promise<{ cert: string; key: string } | 'self-made' | undefined> {
  const { cert, key } = flags
  if (cert !== undefined && key !== undefined) return { cert: await textOf(cert), key: await textOf(key) }
  if (cert !== undefined || key !== undefined) {
    throw new HuntletError('BAD_OPTION_VALUE', '--cert and --key go together.', {
      hint: 'Give both files, or --https for a certificate made at this start.',
    })
  }
  return flags.https ? 'self-made' : undefined
}

/** Where the token of a server is: it is never on the command line, which other users of the machine see. */
export interface TokenFlags {
  readonly tokenEnv?: string
  readonly tokenFile?: string
}

/** The token that clients must send; undefined where none is asked for. Throws BAD_OPTION_VALUE, UNREADABLE_PATH; never with the token. */
export async function tokenOf({ tokenEnv, tokenFile }: TokenFlags): Promise<string | undefined> {
  if (tokenEnv === undefined && tokenFile === undefined) return undefined
  if (tokenEnv !== undefined && tokenFile !== undefined) {
    throw new HuntletError('BAD_OPTION_VALUE', 'There is one token: give --token-env or --token-file.')
  }
  const where = tokenEnv === undefined ? `the file ${tokenFile}` : `the variable ${tokenEnv}`
  const token = (tokenEnv === undefined ? await textOf(tokenFile!) : (process.env[tokenEnv] ?? '')).trim()
  if (/^[\x21-\x7e]{16,4096}$/.test(token)) return token
  throw new HuntletError(
    'BAD_OPTION_VALUE',
    token === '' ? `There is no token in ${where}.` : `What stands in ${where} cannot be a token.`,
    { hint: 'A token has 16 characters or more and no spaces, such as `openssl rand -hex 32` gives.' },
  )
}

/** How a shell writes the header that brings the token. */
export function tokenHeader({ tokenEnv, tokenFile }: TokenFlags): string {
  if (tokenEnv === undefined && tokenFile === undefined) return ''
  const token = tokenEnv === undefined ? `$(cat ${shellWord(tokenFile!)})` : `$${tokenEnv}`
  return ` -H "authorization: Bearer ${token}"`
}

/** A word as a shell takes it for itself. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

const servedName = /^[A-Za-z0-9][\w.-]*$/

/** What a workspace is served as: `--name`, or what its folder or file is called. Throws BAD_OPTION_VALUE. */
export function nameToServe(name: string | undefined, values: readonly string[]): string {
  if (name !== undefined) return checkedName(name)
  const [first] = values
  if (first === undefined || first === 'demo') return 'demo'
  const last = /^(azure|kusto|recorded):/.test(first) ? first.split(/[:/\\]/).at(-1)! : basename(resolve(first))
  const made = last.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return made === '' ? 'logs' : made
}

/** `NAME=PATH`, as often as it is given: each a workspace of its own. Throws BAD_OPTION_VALUE. */
export function furtherWorkspaces(given: readonly string[] | undefined): { name: string; path: string }[] {
  return (given ?? []).map((text) => {
    const [name, path] = assignment('--add', text)
    return { name: checkedName(name), path }
  })
}

function checkedName(name: string): string {
  if (servedName.test(name)) return name
  throw new HuntletError('BAD_OPTION_VALUE', `\`${name}\` is no name for a workspace.`, {
    hint: 'Letters, digits, `-`, `_` and `.`, beginning with a letter or digit.',
  })
}

/** `8765`, or 0 for any that is free. Throws BAD_OPTION_VALUE. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port >= 0 && port <= 65_535) return port
  throw new HuntletError(
    'BAD_OPTION_VALUE',
    `--port ${text}: expected a number up to 65535, or 0 for any that is free.`,
  )
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new HuntletError('UNREADABLE_PATH', `Cannot read ${file}: ${wordsOf(error)}`, { cause: error })
  }
}

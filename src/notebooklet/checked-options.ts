import { z } from 'zod'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { expectedWords, foundWords } from '../queries/issue-words.ts'

/** What is wrong with one option: where it stands, and whether its name or its value is. */
export interface OptionFault {
  readonly path: readonly PropertyKey[]
  readonly part: 'key' | 'value'
  readonly problem: string
  readonly hint?: string
  /** The option that a name nothing has is nearest to. */
  readonly meant?: string
  readonly isMissing?: true
}

/** Options as their schema reads them, or what is wrong with them. One value stands for a list of one. */
export function readOptions<Options>(
  schema: z.ZodType<Options>,
  written: unknown,
): { readonly options: Options } | { readonly faults: readonly OptionFault[] } {
  const first = schema.safeParse(written)
  if (first.success) return { options: first.data }
  const read = schema.safeParse(listsOfOne(written, first.error.issues))
  if (read.success) return { options: read.data }
  const faults = read.error.issues.flatMap((issue) => faultsOf(issue, written, namesOf(schema)))
  // One slip is told once: an option that is written wrong is not missing, too.
  const meant = new Set(faults.map(({ meant }) => meant))
  return { faults: faults.filter(({ path, isMissing }) => !(isMissing && meant.has(path.join('.')))) }
}

/** Options as their schema reads them. Throws `INVALID_OPTIONS`, which names each fault; `owner` is whose they are, such as `Step \`take\``. */
export function checkedOptions<Options>(
  owner: string,
  schema: z.ZodType<Options>,
  written: unknown,
  hint?: string,
): Options {
  const read = readOptions(schema, written)
  if ('options' in read) return read.options
  const [meant] = read.faults.flatMap((fault) => fault.hint ?? [])
  const hints = [meant, hint].filter((each) => each !== undefined).join(' ')
  const problems = read.faults.map(({ problem }) => problem).join('; ')
  throw new HuntletError('INVALID_OPTIONS', `${owner}: ${problems}`, hints === '' ? {} : { hint: hints })
}

type Issue = z.core.$ZodIssue

function listsOfOne(written: unknown, issues: readonly Issue[]): unknown {
  if (typeof written !== 'object' || written === null) return written
  const options: Record<string, unknown> = { ...written }
  for (const { code, path, ...issue } of issues) {
    const name = String(path[0])
    const value = options[name]
    const wantsList = code === 'invalid_type' && 'expected' in issue && issue.expected === 'array'
    if (wantsList && path.length === 1 && (typeof value === 'string' || typeof value === 'number'))
      options[name] = [value]
  }
  return options
}

function faultsOf(issue: Issue, written: unknown, known: readonly string[]): OptionFault[] {
  const { path } = issue
  // Which keys a mapping within an option has, `known` does not say.
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownOption([...path, key], path.length === 0 ? known : []))
  const name = path.join('.')
  const expected = expectedWords(issue)
  if (path.length === 0) return [{ path, part: 'key', problem: expected ?? issue.message }]
  const found = path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    written,
  )
  if (found === undefined) {
    const problem = `needs the option \`${name}\`${expected === undefined ? '' : `, ${expected}`}`
    return [{ path, part: 'key', problem, isMissing: true }]
  }
  const problem =
    expected === undefined
      ? `\`${name}\`: ${issue.message}`
      : `\`${name}\` is ${foundWords(found)}: expected ${expected}`
  return [{ path, part: 'value', problem }]
}

function unknownOption(path: readonly PropertyKey[], known: readonly string[]): OptionFault {
  const meant = nearest(String(path.at(-1)), known)
  const hint = meant ? `Did you mean \`${meant}\`?` : known.length > 0 ? `There are ${known.join(', ')}.` : undefined
  const problem = `there is no option \`${path.join('.')}\``
  return { path, part: 'key', problem, ...(hint !== undefined && { hint }), ...(meant !== undefined && { meant }) }
}

/** The names of all options, where the schema says them. */
function namesOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

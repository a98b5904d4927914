import { type Entry, entries, findEntries, namesOf, type Supported } from '../../compile/reference/entries.ts'
import { serviceFunctionHint } from '../../kql/service-functions.ts'
import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { writeOut } from '../terminal.ts'

export interface KqlFlags {
  readonly format: 'text' | 'json'
}

/** `huntlet kql [NAME]`: what of KQL is answered from files, how faithfully, and what is refused and why. */
export async function kql(name: string | undefined, { format }: KqlFlags): Promise<void> {
  const all = entries()
  const shown = name === undefined ? all : found(name, all)
  if (format === 'json') return writeOut([`${JSON.stringify(shown, null, 2)}\n`])
  const lines =
    name === undefined ? overview(all) : shown.flatMap((entry, at) => [...(at > 0 ? [''] : []), ...card(entry)])
  await writeOut(lines.map((line) => `${line}\n`))
}

/** Entries of this name or, where there is none, whose names hold the word. */
function found(name: string, all: readonly Entry[]): readonly Entry[] {
  const exact = findEntries(name, all)
  if (exact.length > 0) return exact
  const word = name.toLowerCase()
  const holding = all.filter((entry) => namesOf(entry).some((each) => each.toLowerCase().includes(word)))
  if (holding.length > 0 && holding.length <= mostCards) return holding
  const elsewhere = serviceFunctionHint(name)
  if (elsewhere !== undefined) {
    throw new HuntletError('UNKNOWN_KQL', `\`${safeText(name)}\` is no function of KQL itself.`, { hint: elsewhere })
  }
  const meant = nearest(name, all.flatMap(namesOf))
  throw new HuntletError('UNKNOWN_KQL', `KQL has no \`${name}\` here.${meant ? ` Did you mean \`${meant}\`?` : ''}`, {
    hint:
      holding.length > 0
        ? `There are ${holding.length} names with it: ${holding.map((entry) => entry.name).join(', ')}.`
        : 'huntlet kql lists everything that is answered, and what is refused.',
  })
}

const mostCards = 6

function overview(all: readonly Entry[]): string[] {
  const supported = all.filter((entry) => entry.kind !== 'refused')
  const refused = all.filter((entry) => entry.kind === 'refused')
  return [
    ...[...Map.groupBy(supported, ({ family }) => family)].flatMap(([family, rows]) => [
      `${plain(family)} (${rows.length})`,
      ...wrapped(rows.map(({ name, parity }) => (parity === 'exact' ? name : `${name}~`))),
      '',
    ]),
    `Refused (${refused.length})`,
    ...wrapped(refused.map(({ name }) => name)),
    '',
    '~ approximate: huntlet kql NAME says how far. huntlet kql NAME also says why a name is refused.',
  ]
}

function card(entry: Entry): string[] {
  if (entry.kind === 'refused') return [`${entry.name}: refused`, `  ${plain(entry.reason)}`]
  const { name, aliases, family, forms, doc, trap, parity, examples }: Supported = entry
  return [
    `${name}${aliases.length > 0 ? ` (also ${aliases.join(', ')})` : ''}: ${plain(family)}`,
    ...forms.map((form) => `  ${form}`),
    '',
    `  ${plain(doc)}`,
    ...(trap === undefined ? [] : [`  ${plain(trap)}`]),
    `  ${parity === 'exact' ? 'Exact: the answer is Kusto’s.' : `Approximate: ${plain(parity.approximate)}.`}`,
    '',
    ...examples.flatMap(({ kql, result }) => [
      ...kql
        .trim()
        .split('\n')
        .map((line) => `  ${line.trim()}`),
      `    → ${result}`,
    ]),
  ]
}

/** Names side by side, in lines that any terminal holds. */
function wrapped(names: readonly string[]): string[] {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + name.length + 2 <= 78) lines[lines.length - 1] = `${last}  ${name}`
    else lines.push(`  ${name}`)
  }
  return lines
}

/** Without Markdown's marks of code. */
function plain(text: string): string {
  return text.replaceAll('`', '')
}

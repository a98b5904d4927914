import { type Entry, entries, type Refused, type Supported } from './entries.ts'

/** The page of supported KQL, as Markdown: what is answered, how faithfully, and what is refused and why. */
export function referencePage(all: readonly Entry[] = entries()): string {
  const supported = all.filter((entry) => entry.kind !== 'refused')
  const refused = all.filter((entry) => entry.kind === 'refused')
  const families = Map.groupBy(supported, ({ family }) => family)
  const approximate = supported.filter(({ parity }) => parity !== 'exact').length
  return [
    '# KQL that huntlet answers from files',
    '',
    'Written by `npm run update` from the tables the compiler works with; every example is run by the tests.',
    '`huntlet kql NAME` shows the same in the terminal.',
    '',
    `${supported.length} constructs are answered, ${supported.length - approximate} of them exactly as Kusto does and ${approximate} approximately, which a notice in the result says.`,
    `${refused.length} are refused, with their reason: never approximated in silence.`,
    '',
    ...[...families.keys()].map((family) => `- [${family}](#${anchor(family)}) (${families.get(family)!.length})`),
    `- [Refused](#refused) (${refused.length})`,
    '',
    ...[...families].flatMap(([family, rows]) => [`## ${family}`, '', ...rows.flatMap(entryLines)]),
    '## Refused',
    '',
    ...refusedLines(refused),
    '',
  ].join('\n')
}

function entryLines({ name, aliases, forms, doc, trap, parity, examples }: Supported): string[] {
  return [
    `### ${name}`,
    '',
    [doc, ...(trap === undefined ? [] : [trap])].map(escaped).join(' '),
    '',
    ...(aliases.length > 0 ? [`Also written ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`, ''] : []),
    ...(parity === 'exact' ? [] : [`**Approximate**: ${escaped(parity.approximate)}.`, '']),
    '```kusto',
    ...forms.map((form) => `// ${form}`),
    ...examples.flatMap(({ kql, result }) => [kql.trim(), `// → ${result}`]),
    '```',
    '',
  ]
}

/** Names that share a reason stand together. */
function refusedLines(refused: readonly Refused[]): string[] {
  const reasons = Map.groupBy(refused, ({ reason }) => reason)
  return [...reasons].map(
    ([reason, rows]) => `- ${rows.map(({ name }) => `\`${name}\``).join(', ')}: ${escaped(reason)}`,
  )
}

/** Text beside code stays text: only what Markdown would take for markup. */
function escaped(text: string): string {
  return text.replace(/(?<!`[^`]*)[*<_](?![^`]*`)/g, '\\$&')
}

/** As GitHub makes anchors of headings. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
}

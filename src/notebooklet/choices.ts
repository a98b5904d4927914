import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { Cell, Table } from '../lib/table.ts'
import {
  columnReference,
  dataOf,
  type NotebookletDefinition,
  referencesIn,
  referencesOfRun,
  type SectionDefinition,
  type TableSource,
} from './definition.ts'
import type { Choice } from './result-data.ts'
import { howSame, samenessTexts } from './same-entity.ts'
import { isIdentifier } from './table-identities.ts'

/** How a choice ended. */
export type ChoiceOutcome =
  | {
      readonly kind: 'chosen'
      readonly value: string
      readonly choice?: Choice
      /** What is to be said of a value that was taken for what is written otherwise. */
      readonly notice?: string
    }
  | { readonly kind: 'open'; readonly choice: Choice }
  | { readonly kind: 'none'; readonly why: string }

/** Most options a choice lists; its section's table has them all, and any of them may be the answer. */
export const mostOptions = 1000

/** The choices a section waits for: those it names, those its bindings name, and those of the data it reads. */
export function choicesNeeded(
  definition: NotebookletDefinition,
  sources: Readonly<Record<string, TableSource>>,
  section: Pick<SectionDefinition, 'needs' | 'source' | 'run'>,
): ReadonlySet<string> {
  const choices = new Set(definition.sections.flatMap(({ choose }) => choose?.id ?? []))
  const needed = new Set(section.needs)
  const seen = new Set<string>()
  const enter = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    visit(sources[name])
  }
  const follow = (references: readonly string[]) => {
    for (const name of references) {
      const { data } = columnReference(name) ?? {}
      if (data !== undefined) enter(data)
      else if (choices.has(name)) needed.add(name)
    }
  }
  const visit = (source: TableSource | undefined) => {
    if (!source) return
    follow(referencesIn(source))
    for (const name of dataOf(source)) enter(name)
  }
  visit(section.source)
  if (section.run) follow(referencesOfRun(section.run))
  return needed
}

/**
 * What the rows of a choosing section come to: the answer that was given, the only candidate, the one that equals the value or
 * is another spelling of it, or an open choice. Candidates that differ in case alone are one. Throws `UNKNOWN_CHOICE` for an answer that is not on offer.
 */
export function decide(
  section: SectionDefinition,
  table: Table,
  value: string,
  answers: readonly string[],
): ChoiceOutcome {
  const { id, title = section.title, label } = section.choose!
  const column = section.choose!.value ?? table.columns[0]?.name ?? ''
  const candidates = new Map<string, { value: string; label: string }>()
  for (let row = 0; row < table.rowCount; row++) {
    const text = cellText(table.value(row, column) ?? null)
    if (text === '' || candidates.has(text.toLowerCase())) continue
    const beside = label.map((name) => cellText(table.value(row, name) ?? null)).filter((each) => each !== '')
    candidates.set(text.toLowerCase(), { value: text, label: [text, ...beside].join(' · ') })
  }
  const options = [...candidates.values()]
  const choice: Choice = { id, title, section: section.id, options: options.slice(0, mostOptions) }
  const chosen = (value: string): ChoiceOutcome => ({ kind: 'chosen', value, choice: { ...choice, chosen: value } })
  const taken = (value: string, asked: string): ChoiceOutcome => {
    const notice = takenText(asked, value)
    return { ...chosen(value), ...(notice !== undefined && { notice }) }
  }
  const answered = (answer: string): ChoiceOutcome | undefined => {
    const option = candidates.get(answer.toLowerCase())
    if (option) return chosen(option.value)
    const other = onlyNamed(options, answer)
    return other && taken(other.value, answer)
  }
  const pinned = pinnedAnswer(answers, id)
  if (pinned !== undefined) {
    const outcome = answered(pinned)
    if (outcome) return outcome
    throw unknownChoice(
      pinned,
      id,
      options.map((each) => each.value),
    )
  }
  for (const answer of answers) {
    const outcome = answered(answer)
    if (outcome) return outcome
  }
  if (options.length === 0) return { kind: 'none', why: `nothing matches in “${section.title}”` }
  if (options.length === 1) return taken(options[0]!.value, value)
  // `web01` means `web01.contoso.com` where no other candidate could be meant.
  const same = options.filter((option) => howSame(value, option.value) !== undefined)
  const equal = candidates.get(value.trim().toLowerCase())
  // A user name alone may be any of the accounts of that name; with its domain it is the one that is written so.
  const isAmbiguous = !/[@\\]/.test(value) && same.some((option) => howSame(value, option.value) === 'user')
  if (equal && !isAmbiguous) return chosen(equal.value)
  return same.length === 1 ? taken(same[0]!.value, value) : { kind: 'open', choice }
}

/** The one option that an answer names in another spelling: `web01` for `web01.contoso.com`. */
function onlyNamed(options: Choice['options'], answer: string): Choice['options'][number] | undefined {
  const named = options.filter(({ value }) => howSame(answer, value) !== undefined)
  return named.length === 1 ? named[0] : undefined
}

/** Says why a value was taken for a candidate that is written otherwise; nothing of case. */
function takenText(asked: string, candidate: string): string | undefined {
  const how = howSame(asked, candidate)
  if (asked.trim() === '' || how === 'same' || how === 'case') return undefined
  // Of a URL its host: nobody doubts it.
  if (how === undefined && /^\w+:\/\//.test(asked.trim()) && asked.toLowerCase().includes(candidate.toLowerCase()))
    return undefined
  const only = isIdentifier(asked) ? 'the only account that logs have it beside' : 'the only one that matches'
  const why = how === undefined ? only : samenessTexts[how]
  return `“${asked.trim()}” is taken to be ${candidate}: ${why}.`
}

/** The answer given to a choice by its id: `account=alice`. */
export function pinnedAnswer(answers: readonly string[], id: string): string | undefined {
  return answers.find((answer) => answer.startsWith(`${id}=`))?.slice(id.length + 1)
}

/** Throws `UNKNOWN_CHOICE` for an answer that none of the run's choices took. */
export function refuseUnusedAnswers(
  answers: readonly string[],
  choices: readonly Choice[],
  ids: readonly string[],
): void {
  for (const answer of answers) {
    const id = ids.find((each) => answer.startsWith(`${each}=`))
    const isUsed = choices.some(({ chosen }) => chosen !== undefined && howSame(answer, chosen) !== undefined)
    if (id !== undefined || isUsed) continue
    const offered = choices.flatMap(({ options }) => options.map(({ value }) => value))
    throw unknownChoice(answer, ids.join(', ') || 'any choice', offered)
  }
}

function unknownChoice(answer: string, id: string, offered: readonly string[]): HuntletError {
  const close = nearest(answer, offered)
  const some = offered.slice(0, 10).join(', ')
  const hint = close
    ? `Did you mean \`${close}\`?`
    : offered.length === 0
      ? 'This run offers nothing to choose from.'
      : `On offer: ${some}${offered.length > 10 ? `, and ${offered.length - 10} more` : ''}.`
  return new HuntletError('UNKNOWN_CHOICE', `\`${answer.slice(0, 80)}\` is not on offer for ${id}.`, { hint })
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return JSON.stringify(cell)
  return String(cell).replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$/, '$1Z')
}

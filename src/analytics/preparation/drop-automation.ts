import { countOf } from '../../lib/count-of.ts'
import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type ColumnTexts, columnTexts, hasValues, withTexts } from '../columns/column-texts.ts'
import { type AutomationRule, automationRules } from './automation-rules.ts'
import { leadingProgram } from './command-line/windows-words.ts'
import { sharedColumns } from './command-shapes.ts'
import type { Prepared } from './prepared.ts'
import { type ProcessFacts, type ProcessLog, processLogs, readProcessFacts } from './process-facts.ts'
import { textPattern } from './text-pattern.ts'

/** A rule of one's own: columns of the log and what their texts must be like, all of them. */
export interface OwnAutomationRule {
  readonly id: string
  readonly reason: string
  readonly where: Readonly<Record<string, string | readonly string[]>>
}

export interface DropAutomationOptions {
  /** Only these of the rules that come with huntlet; an empty list for none. Default: all. */
  readonly rules?: readonly string[]
  /** All but these. */
  readonly without?: readonly string[]
  /** Rules of one's own, which go before the others. */
  readonly more?: readonly OwnAutomationRule[]
  /** Keep the rows, and say in a column of this name (string) which rule each goes by; empty for none. */
  readonly mark?: string
}

/**
 * The table without the records of known automation, by the rules of `automation-rules.ts`. Each rule that took rows has its notice. Throws
 * `OPTION_INVALID` for a rule that is not known, `COLUMN_UNKNOWN` for a column that a rule of one's own names and the table lacks.
 */
export function dropAutomation(
  table: Table,
  options: DropAutomationOptions = {},
  progress: Progress = noProgress,
): Prepared {
  const rules = chosenRules(table, options)
  const ruleOf = new Int32Array(table.rowCount).fill(-1)
  progress(0, rules.length + 1, 'Reading processes')
  const log = processLogOf(table)
  const facts = log && rules.some((rule) => rule.of === 'process') ? readProcessFacts(table, log) : undefined
  const columns = new Map<string, ColumnTexts>()
  const columnOf = (name: string) => {
    const known = columns.get(name) ?? columnTexts(table, name)
    columns.set(name, known)
    return known
  }
  rules.forEach((rule, at) => {
    progress(at + 1, rules.length + 1, 'Trying rules of automation')
    if (rule.of === 'columns') mark(ruleOf, at, conditionsOf(rule, columnOf), undefined)
    else if (facts) mark(ruleOf, at, processConditions(rule, facts), facts.rows)
  })
  const counts = new Uint32Array(rules.length)
  for (const rule of ruleOf) if (rule >= 0) counts[rule]!++
  const dropped = counts.reduce((sum, count) => sum + count, 0)
  const what = options.mark === undefined ? 'left out' : `marked in \`${options.mark}\``
  const notices = [
    `Automation: ${countOf(dropped, 'row')} of ${table.rowCount.toLocaleString('en-US')} ${what}; ${countOf(rules.length, 'rule')} tried.`,
    ...rules.flatMap(({ id, reason }, at) =>
      counts[at] ? [`Automation, ${id}: ${countOf(counts[at], 'row')} (${reason}).`] : [],
    ),
  ]
  if (options.mark !== undefined) {
    const index = Uint32Array.from(ruleOf, (rule) => rule + 1)
    return { table: withTexts(table, options.mark, { texts: ['', ...rules.map(({ id }) => id)], index }), notices }
  }
  if (dropped === 0) return { table, notices }
  return { table: table.pick(Uint32Array.from(ruleOf.keys()).filter((row) => ruleOf[row]! < 0)), notices }
}

/** Whether a row meets it. */
type Condition = (row: number) => boolean

function conditionsOf(rule: AutomationRule, columnOf: (name: string) => ColumnTexts): readonly Condition[] {
  return Object.entries(rule.where).map(([name, patterns]) => {
    const isLike = anyPattern(patterns)
    const { texts, index } = columnOf(name)
    // Each text is looked at once, and only where a row asks for it.
    const known = new Uint8Array(texts.length)
    return (row) => {
      const at = index[row]!
      if (known[at] === 0) known[at] = isLike(texts[at]!) ? 2 : 1
      return known[at] === 2
    }
  })
}

/** The command line is looked at last, and only of rows that meet all else: there may be as many as rows. */
function processConditions({ where, ...rule }: AutomationRule, facts: ProcessFacts): readonly Condition[] {
  const columns: Readonly<Record<string, ColumnTexts>> = {
    Image: facts.image,
    Parent: facts.parent,
    System: facts.system,
  }
  const { Words, ...others } = where
  const conditions = conditionsOf({ ...rule, where: others }, (name) => columns[name]!)
  if (Words === undefined) return conditions
  const isLike = anyPattern(Words)
  const { image, commandLine } = facts
  return [
    ...conditions,
    (row) => {
      const line = commandLine.texts[commandLine.index[row]!]!
      // A command line that the log does not tell is not one without words.
      if (line.trim() === '') return false
      return isLike(line.slice(leadingProgram(line, image.texts[image.index[row]!]!).end).trim())
    },
  ]
}

function anyPattern(patterns: readonly string[]): (text: string) => boolean {
  const tests = patterns.map((pattern) =>
    pattern === '' ? (text: string) => text.trim() === '' : textPattern(pattern),
  )
  return (text) => tests.some((test) => test(text))
}

/** The first rule that fits a row has it. `rows`: where the rows of the conditions stand in the table. */
function mark(ruleOf: Int32Array, rule: number, conditions: readonly Condition[], rows: Uint32Array | undefined): void {
  const count = rows?.length ?? ruleOf.length
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at
    if (ruleOf[row]! < 0 && conditions.every((isMet) => isMet(at))) ruleOf[row] = rule
  }
}

function processLogOf(table: Table): ProcessLog | undefined {
  const fits = processLogs.filter(({ required }) => required.every((name) => hasValues(table, name)))
  const type = table.rowCount > 0 ? table.value(0, 'Type') : undefined
  const shared = fits.map((log) => sharedColumns(table, log).length)
  return fits.find(({ name }) => name === type) ?? fits[shared.indexOf(Math.max(...shared))]
}

function chosenRules(
  table: Table,
  { rules, without = [], more = [] }: DropAutomationOptions,
): readonly AutomationRule[] {
  const known = automationRules.map(({ id }) => id)
  for (const id of [...(rules ?? []), ...without]) {
    if (known.includes(id)) continue
    const meant = nearest(id, known)
    throw new HuntletError(
      'OPTION_INVALID',
      `There is no automation rule \`${id}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
      {
        hint: `Rules: ${known.join(', ')}.`,
      },
    )
  }
  const own = more.map(({ id, reason, where }): AutomationRule => {
    for (const name of Object.keys(where)) columnAt(table, name, `of the rule ${id}`)
    return {
      id,
      reason,
      of: 'columns',
      where: Object.fromEntries(Object.entries(where).map(([name, texts]) => [name, [texts].flat()])),
    }
  })
  const shipped = automationRules.filter(
    ({ id }) => (rules === undefined || rules.includes(id)) && !without.includes(id),
  )
  return [...own, ...shipped]
}

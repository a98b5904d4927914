import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { damaged, listOf, objectOf, shown, textsOf, wholeNumber } from './check-saved.ts'
import { emptyVocabularies, valueKey, valueOfKey } from './encode-sessions.ts'
import { columnTotals, keepRows, type PairCounts, pairCount, rowLength, rowTotal } from './pair-counts.ts'
import { sessionsWith } from './repeat-counts.ts'
import type { SessionKind } from './session.ts'
import { mostCategories, parameterCounts, type SessionModel, valueCounts } from './session-model.ts'
import type { Vocabulary } from './vocabulary.ts'

export const sessionModelFormat = 'huntlet-session-model/1'

/**
 * A model as JSON holds it: every name once, and counts of what occurred, a row as `[column, count, column, count …]` by rising column.
 * There is nothing of any single session in it, but names and values are those of the log.
 */
export interface SavedSessionModel {
  readonly format: typeof sessionModelFormat
  readonly kind: SessionKind
  readonly sessions: number
  readonly events: number
  readonly commands: readonly string[]
  /** n(a, b): a row for each command, and the last for the start; the column after the last command is the end. */
  readonly transitions: SavedCounts
  /** A row for each command: `[n, sessions, n, sessions …]`, how many sessions hold it exactly n times, for each n of 2 and more. */
  readonly repeats: SavedCounts
  readonly parameters?: {
    readonly names: readonly string[]
    /** n(c, p): a row for each command. */
    readonly ofCommand: SavedCounts
    readonly values?: {
      readonly values: readonly Json[]
      /** n(p, v): a row for each parameter; null where its values are too many to be categories, and not kept. */
      readonly ofParameter: readonly (readonly number[] | null)[]
      /** The parameters that were named to be modelled. */
      readonly modellable?: readonly string[]
    }
  }
}

type SavedCounts = readonly (readonly number[])[]

/**
 * The model as plain data for `JSON.stringify`. Values of a parameter that can never be one of categories (it has more than 20 of them, and
 * was not named) are left out: no score needs them, and they are most of what such a file would hold.
 */
export function saveSessionModel(model: SessionModel): SavedSessionModel {
  const { vocabularies, parameters } = model
  const saved = {
    format: sessionModelFormat,
    kind: model.kind,
    sessions: model.sessionCount,
    events: model.eventCount,
    commands: vocabularies.commands.names,
    transitions: savedRows(model.transitions),
    repeats: savedRows(model.repeats),
  } as const
  if (!parameters) return saved
  const names = vocabularies.parameters.names
  const ofCommand = savedRows(parameters.ofCommand)
  const { values } = parameters
  if (!values) return { ...saved, parameters: { names, ofCommand } }
  const isDropped = (id: number) =>
    values.dropped?.[id] === 1 || (values.modellable[id] === 0 && rowLength(values.ofParameter, id) > mostCategories)
  const { pairs, ids } = compactColumns(keepRows(values.ofParameter, (id) => !isDropped(id)))
  return {
    ...saved,
    parameters: {
      names,
      ofCommand,
      values: {
        values: ids.map((id) => valueOfKey(vocabularies.values.names[id]!)),
        ofParameter: savedRows(pairs).map((row, id) => (isDropped(id) ? null : row)),
        ...(values.chosen && { modellable: values.chosen }),
      },
    },
  }
}

function savedRows({ rowStart, columns, counts }: PairCounts): number[][] {
  return Array.from({ length: rowStart.length - 1 }, (_, row) => {
    const saved: number[] = []
    for (let at = rowStart[row]!; at < rowStart[row + 1]!; at++) saved.push(columns[at]!, counts[at]!)
    return saved
  })
}

/** The pairs with their columns numbered without gaps, and the column that each number stands for. */
function compactColumns(pairs: PairCounts): { readonly pairs: PairCounts; readonly ids: readonly number[] } {
  const ids = [...new Set(pairs.columns)].sort((a, b) => a - b)
  const numberOf = new Map(ids.map((id, at) => [id, at]))
  return { pairs: { ...pairs, columns: pairs.columns.map((id) => numberOf.get(id)!) }, ids }
}

/**
 * Reads what `saveSessionModel` made, from parsed JSON. Throws `MODEL_VERSION` for a version that is not known, `MODEL_INVALID` where the data is
 * damaged: what is wrong in it, down to counts that do not add up.
 */
export function loadSessionModel(json: unknown): SessionModel {
  const saved = objectOf(json, 'The model')
  checkFormat(saved.format)
  const kind = saved.kind
  if (kind !== 'commands' && kind !== 'params' && kind !== 'values') {
    throw damaged(`\`kind\` is ${shown(kind)}, not one of commands, params, values`)
  }
  const vocabularies = emptyVocabularies()
  const size = readNames(saved.commands, 'commands', vocabularies.commands)
  const transitions = readRows(saved.transitions, 'transitions', size + 1, size + 1)
  const total = transitions.counts.reduce((sum, count) => sum + count, 0)
  if (total > 0xffffffff) throw damaged(`\`transitions\` counts ${total} events and sessions, more than can be counted`)
  const commandCounts = Uint32Array.from({ length: size }, (_, id) => rowTotal(transitions, id))
  const sessionCount = rowTotal(transitions, size)
  const eventCount = commandCounts.reduce((sum, count) => sum + count, 0)
  const followed = columnTotals(transitions, size + 1)
  const uneven = commandCounts.findIndex((count, id) => count !== followed[id])
  if (uneven >= 0 || followed[size] !== sessionCount) {
    throw damaged(
      uneven >= 0
        ? `the counts of \`transitions\` do not add up: command ${uneven} is come to ${followed[uneven]} times and left ${commandCounts[uneven]} times`
        : `the counts of \`transitions\` do not add up: ${sessionCount} starts and ${followed[size]} ends`,
    )
  }
  if (saved.sessions !== sessionCount || saved.events !== eventCount || sessionCount === 0) {
    throw damaged(
      `\`sessions\` and \`events\` are ${shown(saved.sessions)} and ${shown(saved.events)}, but \`transitions\` holds ${sessionCount} and ${eventCount}`,
    )
  }
  const repeats = readRows(saved.repeats, 'repeats', size, eventCount + 1)
  checkRepeats(repeats, commandCounts, transitions)
  const model = { kind, sessionCount, eventCount, vocabularies, commandCounts, transitions, repeats } as const
  if (kind === 'commands') return model
  const parameters = objectOf(saved.parameters, '`parameters`')
  const width = readNames(parameters.names, 'parameters.names', vocabularies.parameters)
  const ofCommand = readRows(parameters.ofCommand, 'parameters.ofCommand', size, width)
  checkWithin(ofCommand, (command) => commandCounts[command]!, 'parameters.ofCommand', 'its command')
  const counts = columnTotals(ofCommand, width)
  if (kind === 'params') return { ...model, parameters: parameterCounts(counts, ofCommand, commandCounts, undefined) }
  const values = objectOf(parameters.values, '`parameters.values`')
  const valueCount = readValues(values.values, vocabularies.values)
  const rows = listOf(values.ofParameter, 'parameters.values.ofParameter')
  const dropped = Uint8Array.from(rows, (row) => (row === null ? 1 : 0))
  const held = rows.map((row) => row ?? [])
  const ofParameter = readRows(held, 'parameters.values.ofParameter', width, valueCount)
  const beyond = counts.findIndex((count, id) => rowTotal(ofParameter, id) > count)
  if (beyond >= 0) throw damaged(`parameter ${beyond} has more values than it occurs`)
  const chosen =
    values.modellable === undefined ? undefined : textsOf(values.modellable, 'parameters.values.modellable')
  const valued = valueCounts(ofParameter, counts, vocabularies, {
    chosen,
    ...(dropped.includes(1) && { dropped }),
  })
  return { ...model, parameters: parameterCounts(counts, ofCommand, commandCounts, valued) }
}

function checkFormat(format: unknown): void {
  if (format === sessionModelFormat) return
  if (typeof format === 'string' && format.startsWith('huntlet-session-model/')) {
    throw new HuntletError(
      'MODEL_VERSION',
      `The model is of format ${shown(format)}; known is \`${sessionModelFormat}\`.`,
      {
        hint: 'It was saved by another version of huntlet: use that, or train the model anew.',
      },
    )
  }
  throw damaged(`its \`format\` is ${shown(format)}, not \`${sessionModelFormat}\``)
}

function readNames(json: unknown, what: string, vocabulary: Vocabulary): number {
  const names = textsOf(json, what)
  for (const name of names) vocabulary.add(name)
  if (vocabulary.size !== names.length) throw damaged(`\`${what}\` names ${firstTwice(names)} twice`)
  return names.length
}

function readValues(json: unknown, vocabulary: Vocabulary): number {
  const values = listOf(json, 'parameters.values.values')
  values.forEach((value, at) => {
    const key = valueKey(value as Json)
    if (key === undefined)
      throw damaged(`value ${at} of \`parameters.values.values\` is ${shown(value)}, which counts as none`)
    vocabulary.add(key)
    if (vocabulary.size !== at + 1) throw damaged(`\`parameters.values.values\` has ${shown(value)} twice`)
  })
  return values.length
}

function readRows(json: unknown, what: string, rowCount: number, columnCount: number): PairCounts {
  const rows = listOf(json, what)
  if (rows.length !== rowCount) throw damaged(`\`${what}\` has ${rows.length} rows, not ${rowCount}`)
  const lists = rows.map((row, at) => listOf(row, `${what}[${at}]`))
  const size = lists.reduce((sum, row) => sum + (row.length >> 1), 0)
  const rowStart = new Uint32Array(rowCount + 1)
  const columns = new Uint32Array(size)
  const counts = new Uint32Array(size)
  let at = 0
  lists.forEach((row, index) => {
    if (row.length % 2 !== 0) throw damaged(`\`${what}[${index}]\` is not pairs of a column and a count`)
    let previous = -1
    for (let item = 0; item < row.length; item += 2) {
      const column = wholeNumber(row[item], previous + 1, columnCount - 1, `${what}[${index}][${item}]`)
      columns[at] = column
      counts[at++] = wholeNumber(row[item + 1], 1, 0xffffffff, `${what}[${index}][${item + 1}]`)
      previous = column
    }
    rowStart[index + 1] = at
  })
  return { rowStart, columns, counts }
}

function checkWithin(pairs: PairCounts, most: (row: number) => number, what: string, whom: string): void {
  for (let row = 0; row < pairs.rowStart.length - 1; row++) {
    for (let at = pairs.rowStart[row]!; at < pairs.rowStart[row + 1]!; at++) {
      if (pairs.counts[at]! <= most(row)) continue
      throw damaged(
        `\`${what}[${row}]\` counts ${pairs.counts[at]} of column ${pairs.columns[at]}, more than ${whom} occurs: ${most(row)}`,
      )
    }
  }
}

/** A command begins a session, or follows itself, as often as its sessions allow. */
function checkRepeats(repeats: PairCounts, commandCounts: Uint32Array, transitions: PairCounts): void {
  const size = commandCounts.length
  const sessionCount = rowTotal(transitions, size)
  commandCounts.forEach((count, command) => {
    if (rowLength(repeats, command) > 0 && repeats.columns[repeats.rowStart[command]!]! < 2) {
      throw damaged(`\`repeats[${command}]\` counts what occurs ${repeats.columns[repeats.rowStart[command]!]} times`)
    }
    const repeated = rowTotal(repeats, command)
    const sessions = sessionsWith(repeats, command, count)
    const least = Math.max(repeated, pairCount(transitions, size, command), pairCount(transitions, command, size))
    const most = Math.min(sessionCount, count - pairCount(transitions, command, command))
    if (sessions >= least && sessions <= most) return
    throw damaged(
      `by \`repeats[${command}]\` ${sessions} sessions hold the command, by \`transitions\` ${least === most ? least : `${least} to ${most}`}`,
    )
  })
}

function firstTwice(names: readonly string[]): string {
  const seen = new Set<string>()
  return shown(names.find((name) => seen.size === seen.add(name).size))
}

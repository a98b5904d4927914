import { parseDatetime } from '../../lib/kql-time.ts'
import { isKqlType } from '../../lib/kql-type.ts'
import type { Json } from '../../lib/table.ts'
import type { Workspace, WorkspaceNotice, WorkspaceSurroundings, WorkspaceTable } from '../workspace.ts'
import { list, oneOf, text } from './kept-answer.ts'
import type { Question } from './question.ts'
import { members } from './table-lines.ts'

/** What a workspace was when it was recorded. */
export interface RecordedWorkspaceData {
  readonly now: Awaited<ReturnType<Workspace['now']>>
  readonly tables: readonly WorkspaceTable[]
  readonly notices: readonly WorkspaceNotice[]
  readonly surroundings?: WorkspaceSurroundings
  /** It is asked whole where no time range is given. */
  readonly isExport: boolean
}

/** A question that was asked, and what came of it. */
export interface RecordedQuestion extends Question {
  readonly key: string
  /** When it was asked, as ISO text. */
  readonly at: string
  /** How long the caller waited. */
  readonly durationMs: number
  readonly outcome: 'complete' | 'partial' | 'truncated' | 'failed'
  readonly rowCount?: number
}

/** Reads `workspace.json`. Throws for what is none. */
export function readWorkspace(json: Json): RecordedWorkspaceData {
  const { now, tables, notices, surroundings, isExport } = members(json)
  const { at, source } = members(now ?? null)
  const instant = text(at)
  if (parseDatetime(instant) === undefined) throw new Error('no time that now is')
  return {
    now: { at: instant, source: oneOf(source, ['given', 'newest record', 'clock']) },
    tables: list(tables ?? null).map(readTableOf),
    notices: list(notices ?? null).map(readNotice),
    ...(surroundings !== undefined && { surroundings: readSurroundings(surroundings) }),
    isExport: isExport === true,
  }
}

function readTableOf(json: Json): WorkspaceTable {
  const { name, columns, rowCount, first, last, sources } = members(json)
  return {
    name: text(name),
    columns: list(columns ?? null).map((column) => {
      const { name, type } = members(column)
      const known = text(type)
      if (!isKqlType(known)) throw new Error(`no type \`${known}\``)
      return { name: text(name), type: known }
    }),
    ...(typeof rowCount === 'number' && { rowCount }),
    ...(typeof first === 'string' && { first }),
    ...(typeof last === 'string' && { last }),
    sources: list(sources ?? null).map(text),
  }
}

function readNotice(json: Json): WorkspaceNotice {
  const { severity, message, file, line } = members(json)
  return {
    severity: oneOf(severity, ['notice', 'warning']),
    message: text(message),
    ...(typeof file === 'string' && { file }),
    ...(typeof line === 'number' && { line }),
  }
}

function readSurroundings(json: Json): WorkspaceSurroundings {
  const { watchlists, functions } = members(json)
  return {
    watchlists: list(watchlists ?? null).map((each) => {
      const { alias, columns, searchKey, rowCount, file } = members(each)
      return {
        alias: text(alias),
        columns: list(columns ?? null).map(text),
        searchKey: text(searchKey),
        ...(typeof rowCount === 'number' && { rowCount }),
        file: text(file),
      }
    }),
    functions: list(functions ?? null).map((each) => {
      const { name, parameters, file, fault } = members(each)
      return {
        name: text(name),
        parameters: text(parameters),
        file: text(file),
        ...(typeof fault === 'string' && { fault }),
      }
    }),
  }
}

/** Reads `questions.json`. Throws for what is none. */
export function readQuestions(json: Json): RecordedQuestion[] {
  return list(json).map((each) => {
    const { key, kql, timespan, limit, parameters, at, durationMs, outcome, rowCount } = members(each)
    const range = timespan === undefined ? undefined : members(timespan)
    const named = parameters === undefined ? undefined : Object.entries(members(parameters))
    // It becomes a path.
    if (!/^[0-9a-f]{32}$/.test(text(key))) throw new Error('no key of a question')
    return {
      key: text(key),
      kql: text(kql),
      ...(range && { timespan: { start: text(range.start), end: text(range.end) } }),
      ...(typeof limit === 'number' && { limit }),
      ...(named && { parameters: Object.fromEntries(named.map(([name, value]) => [name, text(value)])) }),
      at: text(at),
      durationMs: typeof durationMs === 'number' ? durationMs : 0,
      outcome: oneOf(outcome, ['complete', 'partial', 'truncated', 'failed']),
      ...(typeof rowCount === 'number' && { rowCount }),
    }
  })
}

import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../lib/table.ts'
import { keptFolders } from '../local/cache/disk-use.ts'
import { makePrivate, remove } from '../local/cache/private-folder.ts'
import type { QueryTable } from '../workspace.ts'
import { bytesOf, outcomeLines, readOutcome } from './kept-answer.ts'
import { members } from './table-lines.ts'
import { readLines, writeLines } from './whole-file.ts'

/** How much is kept, and for how long. */
export interface AnswerLimits {
  readonly mostBytes: number
  /** Of one answer in memory: a larger one is not kept. */
  readonly mostBytesOfOne: number
  readonly longestMs: number
}

export const answerLimits: AnswerLimits = {
  mostBytes: 1_000_000_000,
  mostBytesOfOne: 256_000_000,
  longestMs: 24 * 3600_000,
}

/** An answer that is kept. */
export interface StoredAnswer {
  /** When it was given, in milliseconds since 1970. */
  readonly at: number
  readonly answer: QueryTable
}

/** Answers in a private folder, each in a file named by its key. Whatever can't be read or written is as if it were not there. */
export interface AnswerStore {
  get(key: string, now: number): Promise<StoredAnswer | undefined>
  set(key: string, stored: StoredAnswer): Promise<void>
}

const fileName = /^[0-9a-f]{32}\.jsonl\.gz$/
const draftName = /\.tmp$/

export function answerStore(folder: string, limits: Partial<AnswerLimits> = {}): AnswerStore {
  const { mostBytes, mostBytesOfOne, longestMs } = { ...answerLimits, ...limits }
  const place = join(folder, keptFolders.answers)
  const pathOf = (key: string) => join(place, `${key}.jsonl.gz`)
  return {
    async get(key, now) {
      const path = pathOf(key)
      try {
        const stored = await readLines(path, readStored)
        // One from the future was made by a clock that was wrong.
        if (now - stored.at > longestMs || stored.at > now) {
          remove(path)
          return undefined
        }
        utimesSync(path, new Date(), new Date())
        return stored
      } catch {
        // It is not there, or it is damaged: the workspace is asked again.
        return undefined
      }
    },
    async set(key, stored) {
      if (bytesOf(stored.answer) > mostBytesOfOne) return
      try {
        makePrivate(folder, keptFolders.answers)
        await writeLines(pathOf(key), storedLines(stored))
        makeRoom(place, mostBytes, stored.at - longestMs)
      } catch {
        // A full disk costs the next run a question.
      }
    },
  }
}

function* storedLines({ at, answer }: StoredAnswer): Generator<Json> {
  yield { at }
  yield* outcomeLines({ kind: 'answer', answer }, [])
}

async function readStored(next: () => Promise<Json>): Promise<StoredAnswer> {
  const { at } = members(await next())
  if (typeof at !== 'number') throw new Error('no time')
  const outcome = await readOutcome(next)
  if (outcome.kind !== 'answer') throw new Error('no answer')
  return { at, answer: outcome.answer }
}

/** Removes what nobody used since a time, and beyond the bytes what was not used for longest. */
function makeRoom(place: string, mostBytes: number, oldest: number): void {
  let bytes = 0
  for (const { path, used, size } of filesIn(place).sort((a, b) => b.used - a.used)) {
    bytes += size
    if (bytes > mostBytes || used < oldest) remove(path)
  }
}

function filesIn(place: string): { readonly path: string; readonly used: number; readonly size: number }[] {
  return readdirSync(place)
    .filter((name) => fileName.test(name) || draftName.test(name))
    .flatMap((name) => {
      const path = join(place, name)
      try {
        const { mtimeMs, size } = statSync(path)
        return [{ path, used: mtimeMs, size }]
      } catch {
        // Another process has removed it.
        return []
      }
    })
}

/** How many answers are kept in the user's folder. */
export function countKeptAnswers(folder: string): number {
  try {
    return filesIn(join(folder, keptFolders.answers)).filter(({ path }) => !draftName.test(path)).length
  } catch {
    return 0
  }
}

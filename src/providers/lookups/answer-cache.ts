import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptFolders } from '../local/cache/disk-use.ts'
import { makePrivate } from '../local/cache/private-folder.ts'
import type { Answer } from './lookup.ts'
import type { Observable } from './observable.ts'

/** What a service said, without what is known anyway. */
export type Said = Omit<Answer, 'observable' | 'asOf'>

/** An answer that is kept; `said` is null where the service knew nothing. */
export interface KeptAnswer {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly said: Said | null
}

/** Answers of services, so that nobody is asked twice. */
export interface AnswerCache {
  get(service: string, observable: Observable): KeptAnswer | undefined
  set(service: string, observable: Observable, answer: KeptAnswer): void
}

/** What no service's answer outlives. */
const longestMs = 30 * 24 * 3600_000

/** Answers kept in memory, and in a folder where one is given: a file for each, named by a hash of service and observable. */
export function answerCache(folder?: string): AnswerCache {
  const kept = new Map<string, KeptAnswer>()
  let opened: { readonly place: string | undefined } | undefined
  // Made when a service first answers: who configured none finds none.
  const placeNow = () => {
    opened ??= { place: folder === undefined ? undefined : openPlace(folder) }
    return opened.place
  }
  return {
    get(service, observable) {
      const key = keyOf(service, observable)
      const place = placeNow()
      const there = kept.get(key) ?? (place === undefined ? undefined : readKept(join(place, `${key}.json`)))
      if (there) kept.set(key, there)
      return there
    },
    set(service, observable, answer) {
      const key = keyOf(service, observable)
      kept.set(key, answer)
      const place = placeNow()
      if (place !== undefined) writeKept(join(place, `${key}.json`), answer)
    },
  }
}

function keyOf(service: string, { kind, value }: Observable): string {
  return createHash('sha256').update(`${service}\n${kind}\n${value}`).digest('hex')
}

/** The folder, without what has grown too old; undefined where none can be made. */
function openPlace(folder: string): string | undefined {
  try {
    const place = makePrivate(folder, keptFolders.lookups)
    for (const name of readdirSync(place)) removeOld(join(place, name))
    return place
  } catch {
    // Answers are kept in memory alone.
    return undefined
  }
}

function removeOld(path: string): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > longestMs) rmSync(path, { force: true })
  } catch {
    // Another run was faster, or it is nothing that can be removed: the others are kept all the same.
  }
}

function readKept(path: string): KeptAnswer | undefined {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<KeptAnswer>
    return typeof kept.at === 'number' && kept.said !== undefined ? (kept as KeptAnswer) : undefined
  } catch {
    // It is not there, or was cut off: the service is asked again.
    return undefined
  }
}

function writeKept(path: string, answer: KeptAnswer): void {
  try {
    const half = `${path}.${process.pid}`
    writeFileSync(half, JSON.stringify(answer), { mode: 0o600 })
    renameSync(half, path)
  } catch {
    // A full disk costs the next run a question.
  }
}

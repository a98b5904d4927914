import { freemem, totalmem } from 'node:os'
import { availableMemory, constrainedMemory, platform } from 'node:process'

/** What this process may have at all: the machine's memory, or less where it is in a container. */
function whole(): number {
  const constrained = constrainedMemory()
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}

/**
 * What the engine may take where nobody says: it has to fail before the machine does. The results and what our functions work
 * on come on top, and other programs too, so it is at most 60 % of all memory and 75 % of what is free now; but never less
 * than a quarter of all, as some systems count what they could let go of as taken. In the words of DuckDB's `memory_limit`.
 */
export function defaultMemoryLimit(): string {
  return `${Math.floor(engineMemory(whole(), Math.max(availableMemory(), freemem())) / 2 ** 20)}MiB`
}

/** Bytes for the engine, of all the memory and of what is free of it. */
export function engineMemory(all: number, free: number): number {
  return Math.max(all / 4, Math.min(all * 0.6, free * 0.75))
}

/** What may come out of archives where nothing may be written to disk: it is held beside what the engine takes. */
export function unpackableBytes(): number {
  return Math.floor(whole() / 4)
}

/** A larger result than this is not gathered: it is held twice while it changes threads. */
export function holdableBytes(): number {
  return Math.min(2 ** 30, Math.floor(whole() / 8))
}

/** Memory that the engine takes without counting it, texts of the rows it is at above all, our functions' and the results'. */
const uncountedBytes = 2 * 2 ** 30

/** Taken by a query before it can be what is wrong with the machine. */
const noticeableBytes = 2 ** 29

/**
 * True where a query is to be stopped: it took more than the engine may and what comes on top, or the machine has almost
 * none left. `taken`: by this process since the query began.
 */
export function isTooMuch(taken: number, limit: number): boolean {
  if (taken > limit + uncountedBytes) return true
  // Other systems count as taken what they could let go of.
  return platform === 'linux' && taken > noticeableBytes && availableMemory() < whole() / 25
}

/** Bytes of a size as DuckDB takes it, `4GB` or `512 MiB`; what the engine takes by itself where there is none, or it is another. */
export function limitBytes(text: string | undefined): number {
  const [, number, unit = ''] = /^\s*([\d.]+)\s*([kmgt]i?b?|b|bytes?)?\s*$/i.exec(text ?? defaultMemoryLimit()) ?? []
  const bytes = Number(number) * 2 ** (10 * Math.max(0, '?kmgt'.indexOf(unit.charAt(0).toLowerCase())))
  return Number.isFinite(bytes) ? bytes : whole() * 0.6
}

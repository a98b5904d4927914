import { freemem, totalmem } from 'node:os'
import { availableMemory, constrainedMemory } from 'node:process'

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

/** A larger result than this is not gathered: it is held twice while it changes threads. */
export function holdableBytes(): number {
  return Math.min(2 ** 30, Math.floor(whole() / 8))
}

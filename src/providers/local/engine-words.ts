import { tooLargeMark } from '../../compile/too-large.ts'

/** True for what DuckDB says, one way or another, when it may not take more memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /Out of Memory|(could not|failed to) allocate/i.test(error.message)
}

/** True for what DuckDB and the system say when the disk takes no more. */
export function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    /no space left on device|ENOSPC|EDQUOT|quota exceeded|not enough space on the disk/i.test(error.message)
  )
}

/** True where there is no room, in memory or on disk: reading on, or in another way, is of no use. */
export function isOutOfRoom(error: unknown): boolean {
  return isOutOfMemory(error) || isDiskFull(error)
}

/** What is wrong, without the advice, the candidates and the SQL that DuckDB puts after it. */
export function firstSentence(words: string): string {
  return words.split(/\n\s*\n|\n(?=LINE )/, 1)[0]!.trim()
}

/** What is too large, where that is wrong: said by ourselves, or by the engine or JavaScript of a text. */
export function largeValueIn(words: string): string | undefined {
  const at = words.indexOf(tooLargeMark)
  if (at >= 0) return firstSentence(words.slice(at + tooLargeMark.length))
  const isTooLong = /Cannot create a string (longer than|of size)|Invalid string length|Invalid array length/.test(
    words,
  )
  return isTooLong ? 'a text longer than can be held' : undefined
}

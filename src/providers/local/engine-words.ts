/** True for what DuckDB says, one way or another, when it may not take more memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /Out of Memory|(could not|failed to) allocate/i.test(error.message)
}

/** What is wrong, without the advice, the candidates and the SQL that DuckDB puts after it. */
export function firstSentence(words: string): string {
  return words.split(/\n\s*\n|\n(?=LINE )/, 1)[0]!.trim()
}

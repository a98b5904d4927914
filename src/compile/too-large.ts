/** Begins what SQL and functions of ours say of a value that is too large to be made or worked on; what follows says which. */
export const tooLargeMark = 'VALUE_TOO_LARGE:'

/** Bytes of a value that `strrep` or `repeat` makes: the engine makes those of two thousand rows at once. */
export const mostRepeatedBytes = 16 * 2 ** 20

export function tooLarge(what: string): Error {
  return new Error(`${tooLargeMark} ${what}`)
}

/** About a second of ours: a single call can be neither stopped nor interrupted. */
const mostOperations = 500_000_000

/** Throws where a call would work for long. `what` is made, as in "the query makes …". */
export function checkWork(operations: number, what: string): void {
  if (operations > mostOperations) throw tooLarge(what)
}

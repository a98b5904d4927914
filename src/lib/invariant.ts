/** Our own assumption, broken: a defect of huntlet, never a message for a user's mistake. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

export function invariant(condition: unknown, assumption: string): asserts condition {
  if (!condition) throw new InvariantError(`Broken assumption: ${assumption}`)
}

/** Ends a `switch` over a union: does not compile when a kind was forgotten. */
export function assertNever(value: never): never {
  throw new InvariantError(`Unexpected kind: ${JSON.stringify(value)}`)
}

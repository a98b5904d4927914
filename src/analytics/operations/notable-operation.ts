/** An operation of a cloud's log that matters in an attack. */
export interface NotableOperation {
  /** As the log spells it; upper and lower case are the same. */
  readonly operation: string
  /** Only where it was done in this way: what the query's column `How` says. */
  readonly how?: string
  /** 3: hardly anybody does it in good faith. 2: administrators do it, and so do attackers. 1: everyday, telling beside others. */
  readonly weight: 1 | 2 | 3
  /** ATT&CK technique, id and name. */
  readonly technique: string
  readonly why: string
}

/** Short rows for long lists: what is done, how much it weighs, the technique, the reason, and in which way alone. */
export function notable(
  operation: string,
  weight: NotableOperation['weight'],
  technique: string,
  why: string,
  how?: string,
): NotableOperation {
  return { operation, weight, technique, why, ...(how !== undefined && { how }) }
}

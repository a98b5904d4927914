/**
 * What a table of words says of a key that came from outside, or undefined. Only what was written into the table counts: every object
 * answers to `constructor` and `toString` too, and a log may hold these.
 */
export function ownEntry<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

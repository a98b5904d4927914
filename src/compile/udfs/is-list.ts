import type { UdfValue } from '../row.ts'

/** Whether a value the engine gives is a list. */
export function isList(value: UdfValue | undefined): value is readonly UdfValue[] {
  return Array.isArray(value)
}

import type { HuntletError } from '../../../src/lib/diagnostic.ts'

/** The code of the error that an action throws. */
export function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return (error as HuntletError).code
  }
  return 'nothing thrown'
}

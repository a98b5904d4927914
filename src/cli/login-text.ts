import { safeText } from '../lib/safe-text.ts'
import { writeError } from './terminal.ts'

let tell: (text: string) => void = (text) => writeError(`\n${safeText(text)}\n`)

/** Shows what to do to log in: on standard error, or where a screen has taken its place. */
export function tellLogin(text: string): void {
  tell(text)
}

/** Lets a screen show it while it is open; ends with the function given back. */
export function tellLoginBy(show: (text: string) => void): () => void {
  const before = tell
  tell = show
  return () => {
    tell = before
  }
}

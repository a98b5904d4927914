import { HuntletError, nearest } from '../../lib/diagnostic.ts'

/** The bare command opens the screen, so commander takes a misspelt one for its argument: say what it is instead. */
export function refuseUnknownCommand(word: string | undefined, known: readonly string[]): void {
  if (word === undefined || word.startsWith('-') || word === 'help' || known.includes(word)) return
  const meant = nearest(word, known)
  throw new HuntletError('UNKNOWN_COMMAND', `No command \`${word}\`.${meant ? ` Did you mean \`${meant}\`?` : ''}`, {
    hint: 'huntlet --help shows every command.',
  })
}

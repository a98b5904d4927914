import type { Command } from 'commander'
import { HuntletError } from '../../lib/diagnostic.ts'

/**
 * Commander takes whatever comes behind an option for its value, another option too: `--choose --format text` would choose `--format`, and leave
 * `text` over. Throws MISSING_VALUE where an option that needs a value is followed by another one of the same command.
 */
export function refuseForgottenValue(root: Command, argv: readonly string[]): void {
  const command = commandOf(root, argv)
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  for (const [at, word] of words.entries()) {
    const option = optionOf(command, word)
    const next = words[at + 1]
    if (!option?.required || next === undefined || !next.startsWith('--') || !optionOf(command, next)) continue
    throw new HuntletError('MISSING_VALUE', `${word} has no value: \`${next}\` follows it.`, {
      hint: `${option.flags}: ${option.description}`,
    })
  }
}

/** The command that a line names, as deep as it names one: `workspaces add`. */
function commandOf(above: Command, [word, ...rest]: readonly string[]): Command {
  const found = above.commands.find((command) => command.name() === word)
  return found ? commandOf(found, rest) : above
}

function optionOf(command: Command, word: string) {
  return command.options.find(({ long, short }) => long === word || short === word)
}

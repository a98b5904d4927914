import { CommanderError } from 'commander'
import { program } from './command-line/program.ts'
import { refuseForgottenValue } from './command-line/refuse-forgotten-value.ts'
import { refuseUnknownCommand } from './command-line/refuse-unknown-command.ts'
import { errorText, exitCodeOf, exitCodes } from './exit-code.ts'
import { writeError } from './terminal.ts'

/** Runs one command line. Never throws: errors go to standard error and into the exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever writes is told, and closes what is open.
    if (error.code === 'EPIPE') return
    writeError(`error CANNOT_WRITE: Cannot write to standard output: ${error.message}`)
    process.exit(exitCodes.failed)
  })
  try {
    const root = program()
    refuseUnknownCommand(
      argv[0],
      root.commands.map((command) => command.name()),
    )
    refuseForgottenValue(root, argv)
    await root.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage
      return
    }
    // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
      process.exitCode = exitCodes.done
      return
    }
    writeError(errorText(error))
    process.exitCode = exitCodeOf(error)
  }
}

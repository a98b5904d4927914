import { Command } from 'commander'
import { packageVersion } from '../package-folder.ts'
import {
  addKqlCommand,
  addListCommand,
  addLookupCommand,
  addQueryCommand,
  addShowCommand,
  addTablesCommand,
} from './ask-commands.ts'
import { addCheckCommand, addNewCommand } from './content-commands.ts'
import { addCacheCommand, addImportCommand, addServeCommand } from './log-commands.ts'
import {
  addDemoCommand,
  addPivotCommand,
  addRunCommand,
  addScoreCommand,
  addScreenCommand,
  addStepCommand,
} from './run-commands.ts'
import { addInitCommand, addWorkspacesCommand } from './workspace-commands.ts'

/** Every command there is, in the order in which help shows them. What a command does is loaded when it is run. */
export function program(): Command {
  const root = new Command('huntlet')
    .description('Investigations over Microsoft Sentinel logs: on the demo, or on a folder of your own exports.')
    .version(packageVersion(), '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(huntlet --help shows every command)')
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Begin with
  huntlet demo                                    a made-up company's month with an attack in it
  huntlet run account-summary alice@contoso.com --workspace ./logs
  huntlet query 'SigninLogs | take 10' --workspace ./logs

Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 partial result`,
    )

  const adders = [
    addScreenCommand,
    addRunCommand,
    addLookupCommand,
    addQueryCommand,
    addTablesCommand,
    addKqlCommand,
    addListCommand,
    addShowCommand,
    addPivotCommand,
    addScoreCommand,
    addStepCommand,
    addNewCommand,
    addCheckCommand,
    addImportCommand,
    addServeCommand,
    addWorkspacesCommand,
    addInitCommand,
    addCacheCommand,
    addDemoCommand,
  ]
  for (const add of adders) add(root)
  return root
}

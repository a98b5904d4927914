import { type Command, Option } from 'commander'
import { withEntry } from './options.ts'
import { refuseUnknownCommand } from './refuse-unknown-command.ts'

/** `huntlet workspaces` and its options. */
export function addWorkspacesCommand(root: Command): void {
  const workspaces = root
    .command('workspaces')
    .description('the workspaces of huntlet.yaml: what there is, one more, does it work')
    .argument('[action]', 'list where nothing is said')
    .allowExcessArguments(true)
    .action(async (word: string | undefined) => {
      refuseUnknownCommand(
        word,
        workspaces.commands.map((command) => command.name()),
      )
      await (await import('../commands/workspaces.ts')).listWorkspaces({ format: 'text' })
    })

  workspaces
    .command('list')
    .description('what huntlet.yaml names, and where it is')
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (flags) => (await import('../commands/workspaces.ts')).listWorkspaces(flags))

  withEntry(
    workspaces
      .command('add')
      .description('add one to your own huntlet.yaml; comments there stay')
      .argument('<name>', 'what it is to be called')
      .argument(
        '<workspace...>',
        'azure:ID, kusto:CLUSTER/DATABASE, recorded:FOLDER, folders and files, or names of several',
      ),
  )
    .option('--default', 'ask it where no --workspace is given')
    .option('--project', 'into huntlet.yaml of this folder')
    .option('--config <file>', 'into this file')
    .option('--replace', 'in the place of one of that name')
    .action(async (name, words, flags) => (await import('../commands/workspaces.ts')).addWorkspace(name, words, flags))

  workspaces
    .command('test')
    .description('login, reach, permission, a first query: step by step, with what to do where one fails')
    .argument(
      '[workspaces...]',
      'names, azure:ID, kusto:CLUSTER/DATABASE, recorded:FOLDER, a folder; default the default',
    )
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .option('--auth <kind>', 'how to log in')
    .option('--tenant <tenant>', 'the tenant to log in to')
    .option('--endpoint <url>', 'where Log Analytics is asked')
    .option('--token-env <name>', 'a variable that holds a bearer token, instead of logging in')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (words, flags) => (await import('../commands/workspaces.ts')).testWorkspaces(words, flags))

  workspaces
    .command('logout')
    .description('forget who logged in by device code or browser: the next command asks for it')
    .action(async () => (await import('../commands/workspaces.ts')).logout())

  workspaces
    .command('remove')
    .description('take one out of huntlet.yaml')
    .argument('<name>')
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .action(async (name, flags) => (await import('../commands/workspaces.ts')).removeWorkspace(name, flags))
}

/** `huntlet init` and its options. */
export function addInitCommand(root: Command): void {
  withEntry(root.command('init').description('ask a few questions, and write huntlet.yaml into this folder'))
    .option('--logs <workspace...>', 'where they are: a folder, azure:ID, kusto:CLUSTER/DATABASE')
    .option('--name <name>', 'what the workspace is to be called')
    .option('--time-zone <zone>', 'by which clock times are shown: Europe/Berlin; default UTC')
    .option('--user', 'into your own folder')
    .option('--replace', 'add to a huntlet.yaml that is there')
    .action(async (flags) => (await import('../commands/init.ts')).init(flags))
}

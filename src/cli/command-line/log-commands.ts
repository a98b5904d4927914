import { Argument, type Command, Option } from 'commander'
import { collect, withWorkspace } from './options.ts'

/** `huntlet import` and its options. */
export function addImportCommand(root: Command): void {
  root
    .command('import')
    .description('write logs as Parquet, a file for each table and day, that opens as the same workspace')
    .argument('[paths...]', 'folders and files of logs, or demo')
    .requiredOption('--into <folder>', 'where to write them')
    .option('--replace', 'replace the tables of these names that are there already')
    .option('--append', 'add to what is there already')
    .option('--table <name=file>', 'read this file as that table', collect)
    .option('--memory <size>', 'most memory for the engine: 4GB')
    .option('--no-cache', 'read the files anew, and use nothing kept of them')
    .option('--no-trace', 'write nothing to disk but the folder; or set HUNTLET_NO_TRACE=1')
    .action(async (paths, flags) => (await import('../commands/import.ts')).importLogs(paths, flags))
}

/** `huntlet serve` and its options. */
export function addServeCommand(root: Command): void {
  withWorkspace(
    root
      .command('serve')
      .description(
        'answer the query APIs of Log Analytics and Kusto over a workspace: for labs, tests and other tools',
      ),
  )
    .option('--port <number>', 'where to listen; 0 for any that is free', '8765')
    .option('--host <address>', 'another address than this machine’s own, which needs a token', '127.0.0.1')
    .option('--name <name>', 'what the workspace and the database are called; default the name of the folder')
    .option('--add <name=path>', 'one more workspace, under a name of its own', collect)
    .option('--token-env <name>', 'clients must send the token that this variable holds')
    .option('--token-file <file>', 'clients must send the token that this file holds')
    .option('--https', 'with a certificate made at this start')
    .option('--cert <file>', 'https with this certificate, as PEM')
    .option('--key <file>', 'its key, as PEM')
    .option('--write-cert <file>', 'of --https: where to write the certificate, for clients to trust')
    .addOption(
      new Option('--limits <which>', 'the limits of the service, or none').choices(['azure', 'none']).default('none'),
    )
    .option('--basic <table>', 'a table on the Basic plan: asked for at /search only', collect)
    .action(async (flags) => (await import('../commands/serve.ts')).serveWorkspaces(flags))
}

/** `huntlet cache` and its options. */
export function addCacheCommand(root: Command): void {
  root
    .command('cache')
    .description('what is kept so that large inputs open at once the next time, and huntlet starts faster')
    .addArgument(new Argument('<action>', 'show it, or remove all of it').choices(['list', 'clear']))
    .action(async (action) => (await import('../commands/cache.ts')).cache(action))
}

import { Argument, Command, CommanderError, Option } from 'commander'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { errorText, exitCodeOf, exitCodes } from './exit-code.ts'
import { packageVersion } from './package-folder.ts'
import { writeError } from './terminal.ts'

const collect = (value: string, previous: readonly string[] = []) => [...previous, value]

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

/** The bare command opens the screen, so commander takes a misspelt one for its argument: say what it is instead. */
function refuseUnknownCommand(word: string | undefined, known: readonly string[]): void {
  if (word === undefined || word.startsWith('-') || word === 'help' || known.includes(word)) return
  const meant = nearest(word, known)
  throw new HuntletError('UNKNOWN_COMMAND', `No command \`${word}\`.${meant ? ` Did you mean \`${meant}\`?` : ''}`, {
    hint: 'huntlet --help shows every command.',
  })
}

function program(): Command {
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

  withSource(
    root.option('--user-folder <folder>', 'your own notebooklets and queries').allowExcessArguments(false),
  ).action(async (flags) => (await import('./commands/open.ts')).open(flags))

  withRun(
    withSource(
      root
        .command('run')
        .description('run one notebooklet')
        .argument('[name]', 'its name: huntlet list')
        .argument('[value]', 'the account, host, address … it is about'),
    ),
  ).action(async (name, value, flags) => (await import('./commands/run.ts')).run([name, value], flags))

  withSource(
    root
      .command('lookup')
      .description(
        'what is known of addresses, domains, URLs, hashes and e-mail addresses, here and at services you configured',
      )
      .argument('[observables...]', '`-` reads standard input'),
  )
    .option('--list', 'every look-up, on or off, and what it needs')
    .option('--only <id>', 'only this look-up; as often as wanted', collect)
    .option('--send', 'agree that what is looked up is sent to the configured services')
    .option('--offline', 'send nothing to any service; or set HUNTLET_OFFLINE=1')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'csv']).default('text'))
    .option('--out <file>', 'write there instead of standard output')
    .action(async (observables, flags) => (await import('./commands/lookup.ts')).lookup(observables, flags))

  withSource(
    root
      .command('query')
      .description('answer any KQL')
      .argument('[kql]', 'the query, in quotes; `-` reads standard input'),
  )
    .option('--last <timespan>', 'only records of this long before now: 7d, 12h')
    .option('--start <datetime>', 'only records from here on')
    .option('--end <datetime>', 'only records before this')
    .option('--limit <rows>', 'most rows; default 500,000, and 64 MB')
    .option('--timeout <timespan>', 'longest it may take: 30s, 1h, none; default 10m')
    .option('--param <name=value>', 'the value of a `declare query_parameters`', collect)
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'csv']).default('text'))
    .option('--csv-exact', 'CSV texts unchanged: a spreadsheet may run a cell as a formula')
    .option('--out <file>', 'write there instead of standard output')
    .action(async (kql, flags) => (await import('./commands/query.ts')).query(kql, flags))

  withSource(root.command('tables').description('what a workspace holds: tables, rows, times, columns'))
    .argument('[names...]', 'only these tables')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--columns', 'the columns of each table')
    .action(async (names, flags) => (await import('./commands/tables.ts')).tables(names, flags))

  root
    .command('kql')
    .description('what of KQL is answered from files, how faithfully, and what is refused and why')
    .argument('[name]', 'an operator, function, aggregate or plug-in')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (name, flags) => (await import('./commands/kql.ts')).kql(name, flags))

  root
    .command('list')
    .description('find notebooklets')
    .argument('[words...]', 'words to search for')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (words, flags) => (await import('./commands/list.ts')).list(words, flags))

  root
    .command('show')
    .description('describe one notebooklet: value, options, parameters, sections, follow-ups')
    .argument('<name>')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (name, flags) => (await import('./commands/list.ts')).show(name, flags))

  withRun(
    withSource(
      root
        .command('pivot')
        .description('what can be run on an entity, and run it')
        .argument('[entity]', 'account, host, ip, …')
        .argument('[value]', 'its name or address'),
    ),
  )
    .option('--run <name>', 'which of the notebooklets or functions; with --on also a query, or notebooklet:section')
    .option('--on <input>', 'a file, or KQL on the workspace: runs for each value of --column, and joins the rows')
    .option('--limit <count>', 'of --on: most different values asked about; default 100')
    .option('--list', 'only list what can be run')
    .option(
      '--from <result>',
      'a Result saved with --format json: its time range goes along, and where this came from is kept',
    )
    .option('--section <id>', 'of --from: the section whose row has the entity')
    .option('--row <number>', 'of --from: which row of it, the first being 1')
    .option('--column <name>', 'the column the entity stands in')
    .addOption(
      new Option(
        '--time <which>',
        'of --from: the same range, around the row (--within), four times the range',
      ).choices(['same', 'row', 'wider']),
    )
    .action(async (entity, value, flags) => (await import('./commands/pivot.ts')).pivot([entity, value], flags))

  root
    .command('score')
    .description(
      'score sessions from a JSON lines file: ["A","B"], [{"name":"A","params":["p"]}] or [{"name":"A","params":{"p":"v"}}]',
    )
    .argument('<file>', '`-` reads standard input')
    .option('--window <length>', 'events in a window; default 3, or what the model was made for')
    .option('--no-tokens', 'without the start and end of a session')
    .option('--geometric-mean', 'raise window likelihoods to 1/window')
    .addOption(
      new Option('--modellable <names>', 'parameters whose values are modelled, comma-separated').conflicts([
        'model',
        'update',
      ]),
    )
    .addOption(
      new Option('--baseline <file>', 'learn from these sessions, and set the others against them').conflicts([
        'model',
        'update',
      ]),
    )
    .addOption(new Option('--model <file>', 'set them against a saved model').conflicts(['update', 'saveModel']))
    .option('--update <file>', 'set them against a saved model, then add them to it')
    .option('--save-model <file>', 'write what was learnt, for --model')
    .option('--rows <count>', 'most rows in text, by rank; `all`', '20')
    .addOption(
      new Option('--format <format>', 'one line each in their order, or by rank')
        .choices(['jsonl', 'text', 'csv'])
        .default('jsonl'),
    )
    .action(async (file, flags) => (await import('./commands/score.ts')).score(file, flags))

  withSource(
    root
      .command('step')
      .description(
        'run analytics steps on files or on what KQL gives; without --on: what steps there are, what one takes',
      )
      .argument(
        '[steps...]',
        'one after the other, each with its options: "sessionize {by: [UserId], event: Operation}"',
      ),
  )
    .option('--on <input>', 'a file, or KQL on the workspace; as often as the first step takes tables', collect)
    .option('--rows <count>', 'most rows shown in text; `all`', '20')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'csv']).default('text'))
    .option('--csv-exact', 'CSV texts unchanged: a spreadsheet may run a cell as a formula')
    .option('--out <file>', 'write there instead of standard output')
    .action(async (steps, flags) => (await import('./commands/step.ts')).step(steps, flags))

  root
    .command('new')
    .description('write a working notebooklet to begin from')
    .argument('<name>', 'for example odd-logons')
    .option('--typescript', 'with an index.ts for logic that YAML should not carry')
    .action(async (name, flags) => (await import('./commands/new.ts')).createNotebooklet(name, flags))

  root
    .command('check')
    .description('validate your notebooklets and queries: this project’s, and those of your own folder')
    .argument('[path]', 'a project folder, or one YAML file')
    .option('--all', 'what is shipped as well')
    .action(async (path, flags) => (await import('./commands/check.ts')).check(path, flags))

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
    .action(async (paths, flags) => (await import('./commands/import.ts')).importLogs(paths, flags))

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
    .action(async (flags) => (await import('./commands/serve.ts')).serveWorkspaces(flags))

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
      await (await import('./commands/workspaces.ts')).listWorkspaces({ format: 'text' })
    })

  workspaces
    .command('list')
    .description('what huntlet.yaml names, and where it is')
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (flags) => (await import('./commands/workspaces.ts')).listWorkspaces(flags))

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
    .action(async (name, words, flags) => (await import('./commands/workspaces.ts')).addWorkspace(name, words, flags))

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
    .action(async (words, flags) => (await import('./commands/workspaces.ts')).testWorkspaces(words, flags))

  workspaces
    .command('logout')
    .description('forget who logged in by device code or browser: the next command asks for it')
    .action(async () => (await import('./commands/workspaces.ts')).logout())

  workspaces
    .command('remove')
    .description('take one out of huntlet.yaml')
    .argument('<name>')
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .action(async (name, flags) => (await import('./commands/workspaces.ts')).removeWorkspace(name, flags))

  withEntry(root.command('init').description('ask a few questions, and write huntlet.yaml into this folder'))
    .option('--logs <workspace...>', 'where they are: a folder, azure:ID, kusto:CLUSTER/DATABASE')
    .option('--name <name>', 'what the workspace is to be called')
    .option('--time-zone <zone>', 'by which clock times are shown: Europe/Berlin; default UTC')
    .option('--user', 'into your own folder')
    .option('--replace', 'add to a huntlet.yaml that is there')
    .action(async (flags) => (await import('./commands/init.ts')).init(flags))

  root
    .command('cache')
    .description('what is kept so that large inputs open at once the next time, and huntlet starts faster')
    .addArgument(new Argument('<action>', 'show it, or remove all of it').choices(['list', 'clear']))
    .action(async (action) => (await import('./commands/cache.ts')).cache(action))

  withRun(
    root
      .command('demo')
      .description('a made-up company’s month with an attack in it: the most unusual sessions first')
      .option('--no-trace', 'write nothing to disk at all; or set HUNTLET_NO_TRACE=1'),
  ).action(async (flags) => (await import('./commands/run.ts')).demo(flags))

  return root
}

function withWorkspace(command: Command): Command {
  return command
    .option(
      '-w, --workspace <path...>',
      'folders and files of logs, demo, a name of huntlet.yaml, azure:ID, kusto:CLUSTER/DATABASE, recorded:FOLDER',
    )
    .option('--config <file>', 'settings, instead of huntlet.yaml here and in your own folder')
    .option('--table <name=file>', 'read this file as that table', collect)
    .option('--now <datetime>', 'what now() means; default the newest record')
    .option('--memory <size>', 'most memory for the engine: 4GB')
    .option('--no-cache', 'read the files and ask the services anew, and keep nothing of them')
    .option('--no-trace', 'write nothing to disk at all; or set HUNTLET_NO_TRACE=1')
    .option('--record <folder>', 'keep every question and answer there; -w recorded:FOLDER replays them')
    .option(
      '--geoip <file>',
      'a database of places for geo_info_from_ip_address: GeoLite2-City.mmdb; or set HUNTLET_GEOIP',
    )
}

/** What the settings may say of a workspace. */
function withEntry(command: Command): Command {
  return command
    .option('--auth <kind>', 'how to log in: cli, powershell, device, browser, env, managed, workload, certificate')
    .option('--tenant <tenant>', 'the tenant to log in to: its id, or a domain')
    .option('--client-id <id>', 'the application to log in as')
    .option('--certificate <file>', 'certificate and key of --auth certificate, as PEM')
    .option('--token-env <name>', 'a variable that holds a bearer token, instead of logging in')
    .option('--cloud <cloud>', 'of Log Analytics: public, usgov, china')
    .option('--endpoint <url>', 'another place of Log Analytics: http://127.0.0.1:8765 of huntlet serve')
    .option('--time-column <name>', 'of Kusto: by which column a time range is applied')
}

/** A workspace, and what logging in to a service takes. */
function withSource(command: Command): Command {
  return withWorkspace(command)
    .option('--auth <kind>', 'how to log in: cli, powershell, device, browser, env, managed, workload, certificate')
    .option('--tenant <tenant>', 'the tenant to log in to: its id, or a domain')
    .option('--endpoint <url>', 'where Log Analytics is asked: http://127.0.0.1:8765 of huntlet serve')
    .option('--token-env <name>', 'a variable that holds a bearer token, instead of logging in')
    .option('--deadline <timespan>', 'longest all questions of a run may take together: 5m, 1h')
}

function withRun(command: Command): Command {
  return command
    .option('--last <timespan>', 'how far back: 7d, 12h')
    .option('--start <datetime>', 'from here on')
    .option('--end <datetime>', 'before this')
    .option('--around <datetime>', 'instead: the time on both sides of this')
    .option('--within <timespan>', 'how much on each side of --around; default 1d')
    .option('--option <name>', 'switch an option on or off: +name, -name; a plain name replaces the defaults', collect)
    .option('--param <name=value>', 'set a parameter', collect)
    .option('--choose <value>', 'answer a choice: a value, or choice=value', collect)
    .option('--follow-up <id>', 'run a follow-up too: id, or id:name=value', collect)
    .option('--rows <count>', 'most rows shown of each table in text; `all`', '20')
    .option('--offline', 'look nothing up at services; or set HUNTLET_OFFLINE=1')
    .addOption(
      new Option(
        '--format <format>',
        'print instead of opening the screen; csv writes every table into a folder',
      ).choices(['text', 'json', 'csv']),
    )
    .option('--out <file>', 'write there instead of standard output; of csv a folder')
}

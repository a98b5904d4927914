import { type Command, Option } from 'commander'
import { collect, withRun, withSource } from './options.ts'

/** `huntlet` alone: the screen. */
export function addScreenCommand(root: Command): void {
  withSource(
    root.option('--user-folder <folder>', 'your own notebooklets and queries').allowExcessArguments(false),
  ).action(async (flags) => (await import('../commands/open.ts')).open(flags))
}

/** `huntlet run` and its options. */
export function addRunCommand(root: Command): void {
  withRun(
    withSource(
      root
        .command('run')
        .description('run one notebooklet')
        .argument('[name]', 'its name: huntlet list')
        .argument('[value]', 'the account, host, address … it is about'),
    ),
  ).action(async (name, value, flags) => (await import('../commands/run.ts')).run([name, value], flags))
}

/** `huntlet pivot` and its options. */
export function addPivotCommand(root: Command): void {
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
    .action(async (entity, value, flags) => (await import('../commands/pivot.ts')).pivot([entity, value], flags))
}

/** `huntlet step` and its options. */
export function addStepCommand(root: Command): void {
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
    .action(async (steps, flags) => (await import('../commands/step.ts')).step(steps, flags))
}

/** `huntlet score` and its options. */
export function addScoreCommand(root: Command): void {
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
    .action(async (file, flags) => (await import('../commands/score.ts')).score(file, flags))
}

/** `huntlet demo` and its options. */
export function addDemoCommand(root: Command): void {
  withRun(
    root
      .command('demo')
      .description('a made-up company’s month with an attack in it: the most unusual sessions first')
      .option('--no-trace', 'write nothing to disk at all; or set HUNTLET_NO_TRACE=1'),
  ).action(async (flags) => (await import('../commands/run.ts')).demo(flags))
}

import { type Command, Option } from 'commander'
import { collect, withSource } from './options.ts'

/** `huntlet lookup` and its options. */
export function addLookupCommand(root: Command): void {
  withSource(
    root
      .command('lookup')
      .description(
        'what is known of addresses, domains, URLs, hashes and e-mail addresses, here and at services you configured',
      )
      .argument('[observables...]', 'or a file that lists them, or `-` for standard input'),
  )
    .option('--list', 'every look-up, on or off, and what it needs')
    .option('--only <id>', 'only this look-up; as often as wanted', collect)
    .option('--send', 'agree that what is looked up is sent to the configured services')
    .option('--offline', 'send nothing to any service; or set HUNTLET_OFFLINE=1')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'csv']).default('text'))
    .option('--out <file>', 'write there instead of standard output')
    .action(async (observables, flags) => (await import('../commands/lookup.ts')).lookup(observables, flags))
}

/** `huntlet query` and its options. */
export function addQueryCommand(root: Command): void {
  withSource(
    root
      .command('query')
      .description('answer any KQL')
      .argument('[kql]', 'the query, in quotes; a file that ends in .kql; `-` reads standard input'),
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
    .action(async (kql, flags) => (await import('../commands/query.ts')).query(kql, flags))
}

/** `huntlet tables` and its options. */
export function addTablesCommand(root: Command): void {
  withSource(root.command('tables').description('what a workspace holds: tables, rows, times, columns'))
    .argument('[names...]', 'only these tables')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--columns', 'the columns of each table')
    .action(async (names, flags) => (await import('../commands/tables.ts')).tables(names, flags))
}

/** `huntlet kql` and its options. */
export function addKqlCommand(root: Command): void {
  root
    .command('kql')
    .description('what of KQL is answered from files, how faithfully, and what is refused and why')
    .argument('[name]', 'an operator, function, aggregate or plug-in')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (name, flags) => (await import('../commands/kql.ts')).kql(name, flags))
}

/** `huntlet list` and its options. */
export function addListCommand(root: Command): void {
  root
    .command('list')
    .description('find notebooklets')
    .argument('[words...]', 'words to search for')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--queries', 'the queries, which notebooklets of your own can use')
    .action(async (words, flags) => (await import('../commands/list.ts')).list(words, flags))
}

/** `huntlet show` and its options. */
export function addShowCommand(root: Command): void {
  root
    .command('show')
    .description('describe one notebooklet: value, options, parameters, sections, follow-ups')
    .argument('<name>', 'or the id of a query: account/find')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (name, flags) => (await import('../commands/list.ts')).show(name, flags))
}

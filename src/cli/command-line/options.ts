import { type Command, Option } from 'commander'

/** An option that may be given several times: all its values, in their order. */
export const collect = (value: string, previous: readonly string[] = []) => [...previous, value]

/** Which workspace, and how it is opened. */
export function withWorkspace(command: Command): Command {
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
export function withEntry(command: Command): Command {
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
export function withSource(command: Command): Command {
  return withWorkspace(command)
    .option('--auth <kind>', 'how to log in: cli, powershell, device, browser, env, managed, workload, certificate')
    .option('--tenant <tenant>', 'the tenant to log in to: its id, or a domain')
    .option('--endpoint <url>', 'where Log Analytics is asked: http://127.0.0.1:8765 of huntlet serve')
    .option('--token-env <name>', 'a variable that holds a bearer token, instead of logging in')
    .option('--deadline <timespan>', 'longest all questions of a run may take together: 5m, 1h')
}

/** What a run is told: time range, options, parameters, choices, follow-ups, and how it is printed. */
export function withRun(command: Command): Command {
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

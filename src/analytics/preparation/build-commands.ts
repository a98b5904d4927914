import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { hasValues, rowCounts, withTexts } from '../columns/column-texts.ts'
import type { CommandRows } from './command-shape.ts'
import { commandShapeNamed, detectCommandShape, sharedColumns } from './command-shapes.ts'
import { type Prepared, quoted } from './prepared.ts'
import { readBagCommands } from './read-bag-commands.ts'
import type { ValueChoice } from './split-command-lines.ts'

export interface BuildCommandsOptions {
  /** The kind of log, by the name of its table. Default: recognised by the columns that say something. */
  readonly shape?: string
  /** The column that names what was done, for a log of any other kind. */
  readonly command?: string
  /** With `command`: a column of parameters (a bag, `{"Name", "Value"}` pairs, names; also as JSON text), or columns that are parameters each. */
  readonly parameters?: string | readonly string[]
  /** Default: `logged` for operations with parameters, `names` for command lines, whose values are arbitrary. */
  readonly values?: ValueChoice
}

/**
 * The log's commands, as `sessionize` takes them (`event: { name: Command, params: Parameters }`): its rows that tell of one, with `Command`
 * (string) and `Parameters` (dynamic: a list of names, or a bag of name and value). Of a log with XML the fields of a created process
 * are added as columns of their own. Throws `COMMANDS_UNKNOWN`, `COMMANDS_NONE`, `COLUMN_UNKNOWN`, `OPTION_INVALID`.
 */
export function buildCommands(
  table: Table,
  options: BuildCommandsOptions = {},
  progress: Progress = noProgress,
): Prepared {
  if (options.command !== undefined) {
    const { command, parameters = [] } = options
    return finish(readOwn(table, command, parameters, options.values ?? 'logged', progress), [])
  }
  if (options.parameters !== undefined) {
    throw new HuntletError('OPTION_INVALID', '`parameters` is given without `command`.', {
      hint: 'Name the column that says what was done, too.',
    })
  }
  const shape = options.shape === undefined ? detectCommandShape(table) : commandShapeNamed(options.shape)
  const values = options.values ?? shape.values
  const missing = shape.required.filter((name) => table.indexOf(name) < 0)
  for (const name of missing) columnAt(table, name, `of a ${shape.name} log`)
  if (table.rowCount === 0) return finish({ ...shape.read(table, values, progress), notices: ['no rows.'] }, [])
  const shared = sharedColumns(table, shape)
  const told = `read as ${shape.name}, ${options.shape === undefined ? `recognised by ${quoted(shared.slice(0, 5))}` : 'as asked'}; values ${valueTexts[values]}.`
  const made = shape.read(table, values, progress)
  const actor = shape.actor.filter((name) => hasValues(made.table, name))
  const actors = actor.length > 0 ? [`actors to sessionize by: ${quoted(actor)}.`] : []
  return finish(made, [told], actors)
}

const valueTexts: Readonly<Record<ValueChoice, string>> = {
  logged: 'as logged',
  names: 'left out',
  normalised: 'normalised',
}

function readOwn(
  table: Table,
  command: string,
  parameters: string | readonly string[],
  values: ValueChoice,
  progress: Progress,
): CommandRows {
  columnAt(table, command, 'what was done')
  for (const name of [parameters].flat()) columnAt(table, name, 'parameters of what was done')
  return readBagCommands(
    table,
    {
      command: [command],
      ...(typeof parameters === 'string' ? { bag: parameters } : { facets: parameters.map((column) => ({ column })) }),
    },
    values,
    progress,
  )
}

function finish(
  { table, commands, parameters, notices }: CommandRows,
  before: readonly string[],
  after: readonly string[] = [],
): Prepared {
  const made = withTexts(withTexts(table, 'Command', commands), 'Parameters', parameters, 'dynamic')
  const distinct = rowCounts(commands).filter((rows) => rows > 0).length
  const count = `${countOf(distinct, 'command')} in ${countOf(table.rowCount, 'row')}.`
  return { table: made, notices: [...before, ...notices, count, ...after].map((notice) => `Commands: ${notice}`) }
}

/** Where a key means something; the narrower place wins. */
export type Place =
  | 'everywhere'
  | 'home'
  | 'section'
  | 'table'
  | 'facts'
  | 'plot'
  | 'bars'
  | 'matrix'
  | 'tree'
  | 'text'
  | 'record'
  | 'page'
  | 'pick'
  | 'pivots'
  | 'form'
  | 'confirm'
  | 'filter'

export interface KeyBinding {
  readonly command: string
  /** As `keyNames` names them. */
  readonly keys: readonly string[]
  readonly places: readonly Place[]
  /** What it does, as help and palette say it. */
  readonly title: string
  /** A word for the line of hints at the foot of the screen; absent: it is not shown there. */
  readonly hint?: string
}

/** A row: the command, its keys (none: reached by the palette only), where they hold, what they do, the word for the hint line. */
function bind<Command extends string>(
  command: Command,
  keys: string,
  places: Place | readonly Place[],
  title: string,
  hint?: string,
): KeyBinding & { readonly command: Command } {
  const split = keys === '' ? [] : keys.split(' ')
  return { command, keys: split, places: typeof places === 'string' ? [places] : places, title, ...(hint && { hint }) }
}

const bodies: readonly Place[] = ['table', 'facts', 'plot', 'bars', 'matrix', 'tree']
const lists: readonly Place[] = [...bodies, 'home', 'text', 'record', 'page']

/**
 * Every key there is, what matters most first. Help is printed from these rows, the palette lists them, the dispatcher reads
 * nothing else: a key that is not here does not exist. Where two rows share a key, the narrower place decides.
 */
export const keyBindings = [
  bind('open', 'enter', 'home', 'Run it: asks for what it needs', 'run'),
  bind('cancel', 'x', 'section', 'Cancel what runs', 'cancel'),
  bind('open', 'enter', bodies, 'Show the whole row', 'row'),
  bind('choose', 'enter', 'pick', 'Take this', 'choose'),
  bind('pivot-time', 'tab', 'pivots', 'Another time for it: the same, around this row, wider', 'time'),
  bind('submit', 'enter', 'form', 'Do it', 'go'),
  bind('accept-filter', 'enter down', 'filter', 'Keep the filter', 'keep'),
  bind('confirm', 'y enter ctrl+c', 'confirm', 'Yes', 'yes'),
  bind('pivot', 'p', ['section', 'record'], 'Pivot: go on from an account, host, address … of this row', 'pivot'),
  bind('follow-up', 'f', 'section', 'Follow-ups and open choices of this result', 'follow-up'),
  bind('look-up', 'L', ['section', 'record'], 'Look up the address, domain, URL or hash of this row', 'look up'),
  bind('kql', 'v', 'section', 'The KQL behind this section', 'KQL'),
  bind('export', 'e', 'section', 'Export what is shown to a CSV or JSON file', 'save'),
  bind('filter', '/', ['home', ...bodies], 'Filter; ! in front asks for the others', 'filter'),
  bind('query', 'K', 'home', 'Ask the workspace in KQL', 'KQL query'),
  bind('toggle-view', 't', 'section', 'Another view: the chart or cards, or the plain table', 'view'),
  bind('next-section', 'tab ]', 'section', 'Next section', 'section'),
  bind('sort', 's', 'table', 'Sort by this column; again: back to the order it came in', 'sort'),
  bind('sort-descending', 'S', 'table', 'Sort by this column, highest first'),
  bind('columns', 'c', ['table', 'facts'], 'Show and hide columns', 'columns'),
  bind('frequency', 'F', ['table', 'facts'], 'How often each value of this column occurs'),
  bind('fold', 'space', 'tree', 'Fold or unfold this branch', 'fold'),
  bind('fold-all', '<', 'tree', 'Fold everything'),
  bind('unfold-all', '>', 'tree', 'Unfold everything'),
  bind('previous-section', 'shift+tab [', 'section', 'Previous section'),
  bind('query', 'K', ['section', 'record'], 'Ask the workspace in KQL'),
  bind('numbered-section', '1 2 3 4 5 6 7 8 9', 'section', 'Section by its number'),
  bind('yank', 'y', bodies, 'Copy this cell to the clipboard'),
  bind('yank', 'y', 'record', 'Copy this cell to the clipboard', 'copy'),
  bind('yank-row', 'Y', [...bodies, 'record'], 'Copy the row as JSON to the clipboard'),
  bind('yank-page', 'y', 'page', 'Copy it to the clipboard', 'copy'),
  bind('next-record', 'right l n ]', 'record', 'Next row', 'next row'),
  bind('previous-record', 'left h N [', 'record', 'Previous row', 'previous'),
  bind('about', 'i', 'section', 'What this section is, and all its notices'),
  bind('about', 'i', 'home', 'What is wrong with notebooklets that could not be loaded'),
  bind('next-hit', 'n', 'table', 'Next cell the filter found'),
  bind('previous-hit', 'N', 'table', 'Previous cell the filter found'),
  bind('next-hit', 'n', 'tree', 'Next row the filter found'),
  bind('previous-hit', 'N', 'tree', 'Previous row the filter found'),
  bind('next-hit', 'n', 'plot', 'Next point in time'),
  bind('previous-hit', 'N', 'plot', 'Previous point in time'),
  bind('rerun', 'r', 'section', 'Run again', 'run again'),
  bind('rerun-with', 'R', 'section', 'Run again with another value, time range or options'),
  bind('zone', 'u', ['section', 'home', 'record'], 'Times in UTC or by the local clock'),
  bind('command-line', '', 'section', 'Copy the command line that does the same'),
  bind('next-field', 'tab down', 'form', 'Next field', 'next field'),
  bind('previous-field', 'shift+tab up', 'form', 'Previous field'),
  bind('up', 'up ctrl+p', 'pick', 'Up'),
  bind('down', 'down ctrl+n', 'pick', 'Down'),
  bind('page-up', 'page-up', 'pick', 'A page up'),
  bind('page-down', 'page-down', 'pick', 'A page down'),
  bind('up', 'up k', lists, 'Up'),
  bind('down', 'down j', lists, 'Down'),
  bind('left', 'left h', bodies, 'Left; in a tree: fold, or to the parent'),
  bind('right', 'right l', bodies, 'Right; in a tree: unfold'),
  bind('page-up', 'page-up ctrl+b', lists, 'A page up'),
  bind('page-down', 'page-down ctrl+f', lists, 'A page down'),
  bind('half-up', 'ctrl+u', lists, 'Half a page up'),
  bind('half-down', 'ctrl+d', lists, 'Half a page down'),
  bind('first', 'g home', lists, 'To the first'),
  bind('last', 'G end', lists, 'To the last'),
  bind('row-start', '0 ^', ['table', 'matrix', 'plot'], 'To the first column, the earliest point'),
  bind('row-end', '$', ['table', 'matrix', 'plot'], 'To the last column, the latest point'),
  bind('back', 'esc', 'filter', 'Clear the filter', 'clear'),
  bind('back', 'n esc q', 'confirm', 'No', 'no'),
  bind('back', 'esc', ['pick', 'form'], 'Close', 'close'),
  bind('back', 'esc backspace', 'everywhere', 'One level back; clears a filter first', 'back'),
  bind('close', 'q', 'home', 'Quit', 'quit'),
  bind('close', 'q', 'everywhere', 'Close this level; at the top, quit'),
  bind('quit', 'Q', 'everywhere', 'Quit'),
  bind('interrupt', 'ctrl+c', 'everywhere', 'Cancel what runs; when nothing runs, quit'),
  bind('help', '?', 'everywhere', 'The keys that work here', 'help'),
  bind('palette', ': ctrl+p', 'everywhere', 'All commands, by typing', 'commands'),
] as const

export type CommandName = (typeof keyBindings)[number]['command']

/** A row of the table with its command's name narrowed. */
export interface Binding extends KeyBinding {
  readonly command: CommandName
}

const bindings: readonly Binding[] = keyBindings

/** The command a key stands for in the first of the places that knows it. */
export function commandFor(key: string, places: readonly Place[]): CommandName | undefined {
  for (const place of places) {
    const found = bindings.find((row) => row.places.includes(place) && row.keys.includes(key))
    if (found) return found.command
  }
  return undefined
}

/** Where a row stands in the table: what matters most comes first. */
export function orderOf(row: Binding): number {
  return bindings.indexOf(row)
}

/** The rows that hold in these places, without those whose every key a narrower place has taken. */
export function bindingsIn(places: readonly Place[]): readonly Binding[] {
  const taken = new Set<string>()
  const rows: Binding[] = []
  for (const place of places) {
    const here = bindings.filter((row) => row.places.includes(place))
    for (const row of here) {
      if (rows.includes(row)) continue
      if (row.keys.length > 0 && row.keys.every((key) => taken.has(key))) continue
      rows.push(row)
    }
    for (const row of here) for (const key of row.keys) taken.add(key)
  }
  return rows
}

const keyNames: Readonly<Record<string, string>> = {
  enter: 'Enter',
  esc: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
}

/** A key as it is printed: `Enter`, `↑`, `Ctrl+D`, `s`. */
export function keyLabel(key: string): string {
  const named = keyNames[key]
  if (named) return named
  return key.startsWith('ctrl+') ? `Ctrl+${key.slice(5).toUpperCase()}` : key
}

/** All keys of a row: `j ↓`, `1-9`. */
export function keysLabel({ keys }: KeyBinding): string {
  if (keys.length > 4) return `${keyLabel(keys[0]!)}-${keyLabel(keys.at(-1)!)}`
  return keys.map((key) => keyLabel(key)).join(' ')
}

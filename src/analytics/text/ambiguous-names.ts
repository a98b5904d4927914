/**
 * Top-level domains that names of files end in at least as often as domains do: `invoke.sh`, `readme.md`, `report.zip`, `backup.pl`. A name of two
 * labels below one needs evidence that it is a domain.
 */
export const fileSuffixes: ReadonlySet<string> = new Set([
  ...['app', 'ax', 'bz', 'cab', 'cat', 'dot', 'download', 'java', 'la', 'map', 'md', 'mk', 'mo', 'mobi', 'mov', 'one'],
  ...['pl', 'pm', 'properties', 'ps', 'pub', 'py', 'rs', 'sc', 'sh', 'so', 'tf', 'vi', 'ws', 'zip'],
])

/** Top-level domains that are as often a member of an object in code: `$user.name`, `process.id`, `file.open`. */
export const memberWords: ReadonlySet<string> = new Set([
  ...[
    'call',
    'community',
    'date',
    'email',
    'events',
    'group',
    'host',
    'id',
    'is',
    'link',
    'management',
    'name',
    'new',
    'now',
  ],
  ...['open', 'run', 'security', 'select', 'services', 'show', 'style', 'tools', 'top', 'windows', 'works'],
])

/** What names in code begin with, whatever follows: `this.`, `window.location.host`, `system.net`. */
export const codeRoots: ReadonlySet<string> = new Set([
  ...['args', 'console', 'document', 'env', 'event', 'exports', 'json', 'math', 'module', 'navigator', 'os', 'process'],
  ...['self', 'string', 'sys', 'system', 'this', 'window'],
])

/** Names in use that look like domains and are none: products, and Windows' own programs that end in `.com`. */
export const knownNames: ReadonlySet<string> = new Set([
  ...['ado.net', 'asp.net', 'ml.net', 'vb.net'],
  ...[
    'chcp.com',
    'command.com',
    'diskcomp.com',
    'diskcopy.com',
    'edit.com',
    'format.com',
    'graftabl.com',
    'kb16.com',
    'keyb.com',
  ],
  ...['loadfix.com', 'mode.com', 'more.com', 'tree.com', 'win.com'],
])

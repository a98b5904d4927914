/**
 * Looking for observables, decoding, and features of command lines: texts of real kinds in growing number, and hostile texts in growing
 * length, whose time must grow no faster than they do. Run by hand: `node test/bench/text.bench.ts [most rows]`.
 */
import { commandLineFeatures } from '../../src/analytics/text/command-line-features.ts'
import { commandLineTable } from '../../src/analytics/text/command-line-table.ts'
import { decodeText } from '../../src/analytics/text/decode-text.ts'
import { decodeTextTable } from '../../src/analytics/text/decode-text-table.ts'
import { extractIocTable } from '../../src/analytics/text/extract-ioc-table.ts'
import { extractIocs } from '../../src/analytics/text/extract-iocs.ts'
import { Table } from '../../src/lib/table.ts'
import { hostileTexts } from '../analytics/text/hostile-texts.ts'

const most = Number(process.argv[2] ?? 1_000_000)

console.log('   rows  distinct  extract  without decoding   decode  features')
for (const rows of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
  for (const distinct of [rows / 10, rows]) {
    const log = madeUpLog(rows, distinct)
    const times = [
      timed(() => extractIocTable(log)),
      timed(() => extractIocTable(log, { decode: false })),
      timed(() => decodeTextTable(log)),
      timed(() => commandLineTable(log)),
    ]
    console.log(
      String(rows).padStart(7),
      String(distinct).padStart(9),
      ...times.map((ms) => `${ms.toFixed(0)} ms`.padStart(9)),
    )
  }
}

console.log('\n64 Ki and 1 Mi characters of     extract           decode           features')
for (const [name, make] of Object.entries(hostileTexts)) {
  const cells = [extractIocs, decodeText, commandLineFeatures].map((look) => {
    const [small, large] = [2 ** 16, 2 ** 20].map((length) => timed(() => look(make(length))))
    return `${small!.toFixed(0)} ${large!.toFixed(0)} ms`.padStart(16)
  })
  console.log(name.padEnd(26), ...cells)
}

/** Command lines as they are on servers: one in twenty carries an address, one in fifty a Base64 text. */
function madeUpLog(rows: number, distinct: number): Table {
  const dictionary = Array.from({ length: distinct }, (_, at) => {
    if (at % 50 === 7)
      return `powershell -enc ${Buffer.from(`iwr http://host${at}.example.com/a`, 'utf16le').toString('base64')}`
    if (at % 20 === 3) return `ping -n 4 10.${at & 255}.${(at >> 8) & 255}.1 > C:\\Temp\\out${at}.txt`
    return `"C:\\Program Files\\Agent ${at % 97}\\bin\\agent.exe" --run job-${at} --config "C:\\ProgramData\\Agent\\config ${at}.json" --log-level=info`
  })
  return Table.fromColumns([{ name: 'CommandLine', type: 'string' }], rows, [
    { kind: 'texts', dictionary, index: Uint32Array.from({ length: rows }, (_, row) => row % distinct) },
  ])
}

function timed(action: () => unknown): number {
  const start = performance.now()
  action()
  return performance.now() - start
}

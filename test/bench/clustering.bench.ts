/**
 * Clustering and ranking logon sessions, for logs of 10⁴ to 10⁶ created processes with few and with many different command lines; each log in
 * a process of its own, whose most memory is taken. Run by hand: `node test/bench/clustering.bench.ts [most processes]`.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { addProcessFeatures } from '../../src/analytics/clustering/add-process-features.ts'
import { findClusters } from '../../src/analytics/clustering/cluster-events.ts'
import { logonSessionRarity } from '../../src/analytics/clustering/logon-session-rarity.ts'
import { processRarity } from '../../src/analytics/clustering/process-rarity.ts'
import { Table } from '../../src/lib/table.ts'

const [first, kind] = process.argv.slice(2)

if (kind) measure(Number(first), kind === 'many')
else {
  console.log(
    'processes  commands  distinct rows  clusters  features  clusters of them     rate     rank    most memory',
  )
  for (const processes of [10_000, 22_979, 100_000, 1_000_000].filter((count) => count <= Number(first ?? 1_000_000))) {
    for (const commands of ['few', 'many']) {
      const line = execFileSync(process.execPath, [fileURLToPath(import.meta.url), String(processes), commands])
      process.stdout.write(line)
    }
  }
}

function measure(processes: number, many: boolean): void {
  const commands = many ? processes / 10 : 300
  const log = madeUpLog(processes, Math.round(commands))
  const before = process.resourceUsage().maxRSS
  const [features, featuresMs] = timed(() => addProcessFeatures(log))
  const [clusters, clustersMs] = timed(() =>
    findClusters(features, {
      columns: ['pathScore', 'commandlineTokensFull', 'commandlineScore', 'isSystemSession'],
      maxDistance: 0.0001,
    }),
  )
  const [rated, rateMs] = timed(() => processRarity(log).table)
  const [, rankMs] = timed(() => logonSessionRarity(rated))
  const scores = features.column('commandlineScore')
  const paths = features.column('pathScore')
  const distinct = new Set(scores.map((score, row) => `${score},${paths[row]}`)).size
  console.log(
    [
      String(processes).padStart(9),
      String(Math.round(commands)).padStart(8),
      String(distinct).padStart(13),
      String(clusters.sizes.length).padStart(8),
      `${featuresMs.toFixed(0)} ms`.padStart(8),
      `${clustersMs.toFixed(0)} ms`.padStart(16),
      `${rateMs.toFixed(0)} ms`.padStart(7),
      `${rankMs.toFixed(0)} ms`.padStart(7),
      `${((process.resourceUsage().maxRSS - before) / 1024).toFixed(0)} MB`.padStart(8),
      `over ${(before / 1024).toFixed(0)} MB`,
    ].join('  '),
  )
}

/** Hosts with services that repeat and people who do this and that; seeded, so that every run is alike. */
function madeUpLog(processes: number, commands: number): Table {
  const random = generator(7)
  const sessions = Math.max(20, Math.round(processes / 200))
  const programs = Array.from({ length: 400 }, (_, at) => `C:\\Program Files\\Vendor ${at % 40}\\tool-${at}.exe`)
  const lines = Array.from(
    { length: commands },
    (_, at) =>
      `tool.exe /job ${at} --mode ${'abcdefgh'[at % 8]} "C:\\data\\${at * 7919}\\in.txt" ${'x'.repeat(at % 50)}`,
  )
  const time = new BigInt64Array(processes)
  const pick = (count: number, from: number) =>
    Uint32Array.from({ length: count }, () => Math.floor(random() ** 3 * from))
  let now = 638_396_640_000_000_000n
  for (let at = 0; at < processes; at++) {
    now += BigInt(Math.floor(random() * 100_000_000))
    time[at] = now
  }
  const session = pick(processes, sessions)
  const texts = (dictionary: readonly string[], index: Uint32Array) => ({ kind: 'texts', dictionary, index }) as const
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${prefix}${at.toString(16)}`)
  const hosts = Math.max(1, Math.round(sessions / 20))
  return Table.fromColumns(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Computer', type: 'string' },
      { name: 'Account', type: 'string' },
      { name: 'SubjectLogonId', type: 'string' },
      { name: 'NewProcessName', type: 'string' },
      { name: 'ParentProcessName', type: 'string' },
      { name: 'CommandLine', type: 'string' },
    ],
    processes,
    [
      { kind: 'bigints', values: time },
      texts(
        names('host', hosts),
        session.map((at) => at % hosts),
      ),
      texts(names('EXAMPLE\\user', sessions), session),
      texts(names('0x', sessions), session),
      texts(programs, pick(processes, programs.length)),
      texts(programs, pick(processes, 40)),
      texts(lines, pick(processes, lines.length)),
    ],
  )
}

function timed<Value>(action: () => Value): [Value, number] {
  const start = performance.now()
  const value = action()
  return [value, performance.now() - start]
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

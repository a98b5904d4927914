/**
 * Building a process tree from logs of 10⁴ to 10⁶ process creations of a hundred hosts, in order and shuffled, and walking it, beside a plain map by text.
 * Run by hand: `node test/bench/processes.bench.ts [most events]`.
 */
import { buildProcessTree } from '../../src/analytics/processes/build-process-tree.ts'
import { processTreeText } from '../../src/analytics/processes/process-tree-text.ts'
import { summariseProcessTree } from '../../src/analytics/processes/summarise-process-tree.ts'
import { Table } from '../../src/lib/table.ts'

const most = Number(process.argv[2] ?? 1_000_000)

console.log('  events  order      build  a row  plain map   text   processes  depth    heap after')
for (const events of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
  for (const isShuffled of [false, true]) measure(events, isShuffled)
}

function measure(events: number, isShuffled: boolean): void {
  const log = madeUpLog(events, isShuffled)
  const [tree, buildMs] = timed(() => buildProcessTree(log, { schema: 'SecurityEvent' }))
  const memory = process.memoryUsage()
  const [, plainMs] = timed(() => plainParents(log))
  const [, textMs] = timed(() => processTreeText(tree).length)
  const { Processes, Depth } = summariseProcessTree(tree)
  console.log(
    [
      String(events).padStart(8),
      isShuffled ? 'none' : 'time',
      `${buildMs.toFixed(0)} ms`.padStart(10),
      `${((buildMs / events) * 1000).toFixed(1)} µs`,
      `${plainMs.toFixed(0)} ms`.padStart(9),
      `${textMs.toFixed(0)} ms`.padStart(7),
      String(Processes).padStart(9),
      String(Depth).padStart(5),
      `${((memory.heapUsed + memory.arrayBuffers) / 1e6).toFixed(0)} MB`.padStart(9),
    ].join('  '),
  )
}

/** The plain way: the latest process by host, id and name as one text, for the parent of each row in order of time. */
function plainParents(log: Table): number {
  const [time, host, name, pid, parentName, parentPid] = [
    'TimeGenerated',
    'Computer',
    'NewProcessName',
    'NewProcessId',
    'ParentProcessName',
    'ProcessId',
  ].map((column) => log.column(column) as string[])
  const order = time!.map((_, row) => row).sort((a, b) => (time![a]! < time![b]! ? -1 : 1))
  const latest = new Map<string, number>()
  let found = 0
  for (const row of order) {
    if (latest.has(`${host![row]}|${parentPid![row]}|${parentName![row]!.toLowerCase()}`)) found++
    latest.set(`${host![row]}|${pid![row]}|${name![row]!.toLowerCase()}`, row)
  }
  return found
}

/** Process ids are reused every few thousand; some processes start another again and again, as shells do. */
function madeUpLog(events: number, isShuffled: boolean): Table {
  const random = generator(7)
  const hosts = 100
  const names = Array.from({ length: 500 }, (_, at) => `C:\\Windows\\System32\\tool${at}.exe`)
  const time = new BigInt64Array(events)
  const columns = Array.from({ length: 6 }, () => new Uint32Array(events))
  const [host, name, pid, parentName, parentPid, command] = columns
  const recent = Array.from({ length: hosts }, () => [{ pid: 4, name: 0 }])
  for (let at = 0; at < events; at++) {
    time[at] = 638_396_640_000_000_000n + BigInt(at) * 1_000_000n
    const on = Math.floor(random() * hosts)
    const known = recent[on]!
    const parent = known[random() < 0.3 ? known.length - 1 : Math.floor(random() * known.length)]!
    const own = { pid: 4 + Math.floor(random() * 8000), name: Math.floor(random() ** 3 * names.length) }
    host![at] = on
    name![at] = own.name
    pid![at] = own.pid
    parentName![at] = parent.name
    parentPid![at] = parent.pid
    command![at] = Math.floor(random() * 50_000)
    known.push(own)
    if (known.length > 50) known.splice(1, 1)
  }
  const pids = Array.from({ length: 8004 }, (_, at) => `0x${at.toString(16)}`)
  const texts = (dictionary: readonly string[], index: Uint32Array) => ({ kind: 'texts', dictionary, index }) as const
  const log = Table.fromColumns(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      ...['Computer', 'NewProcessName', 'NewProcessId', 'ParentProcessName', 'ProcessId', 'CommandLine'].map(
        (column) => ({ name: column, type: 'string' }) as const,
      ),
    ],
    events,
    [
      { kind: 'bigints', values: time },
      texts(
        Array.from({ length: hosts }, (_, at) => `host${at}.contoso.com`),
        host!,
      ),
      texts(names, name!),
      texts(pids, pid!),
      texts(names, parentName!),
      texts(pids, parentPid!),
      texts(
        Array.from({ length: 50_000 }, (_, at) => `tool.exe /task ${at}`),
        command!,
      ),
    ],
  )
  if (!isShuffled) return log
  const order = Uint32Array.from({ length: events }, (_, at) => at)
  for (let at = events - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return log.pick(order)
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

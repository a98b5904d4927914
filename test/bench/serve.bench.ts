/**
 * `huntlet serve` over the demo, in a process of its own: fifty clients at once, each with its own questions, and large answers,
 * packed and not. Answers are checked. Run by hand: `node test/bench/serve.bench.ts [clients] [questions of each]`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [clients = 50, questions = 10] = process.argv.slice(2).map(Number)
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const server = spawn(process.execPath, [main, 'serve', '--workspace', 'demo', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
const url = await listening()
try {
  await ask('SigninLogs | count')
  await manyClients()
  for (const rows of [10_000, 100_000, 500_000]) {
    for (const encoding of ['identity', 'gzip']) await largeAnswer(rows, encoding)
  }
  await manyLargeAnswers(8, 200_000)
} finally {
  server.kill('SIGINT')
  await once(server, 'close')
}

async function listening(): Promise<string> {
  let said = ''
  for await (const text of server.stdout.setEncoding('utf8')) {
    said += text
    const path = /Log Analytics\s+(\S+)/.exec(said)?.[1]
    if (path) return path
  }
  throw new Error('The server ended.')
}

async function ask(query: string, encoding = 'gzip'): Promise<{ rows: unknown[][]; bytes: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': encoding },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(text)
  return { rows: JSON.parse(text).tables[0].rows, bytes: text.length }
}

async function manyClients(): Promise<void> {
  const began = performance.now()
  const times = await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  const seconds = (performance.now() - began) / 1000
  const all = times.flat().sort((one, other) => one - other)
  const means = times.map((each) => each.reduce((sum, time) => sum + time, 0) / each.length)
  const at = (share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))]!.toFixed(0)
  console.log(
    `${clients} clients, ${questions} questions each: ${(all.length / seconds).toFixed(0)} answers/s; ms p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}; mean of a client ${Math.min(...means).toFixed(0)} to ${Math.max(...means).toFixed(0)}; server ${mostMemory()}`,
  )
}

/** Milliseconds of each of its questions, which differ from all others'. */
async function client(number: number): Promise<number[]> {
  const times: number[] = []
  for (let question = 0; question < questions; question++) {
    const mark = number * 1000 + question
    const began = performance.now()
    const { rows } = await ask(`SigninLogs | summarize count() by ResultType | count | extend mark = ${mark}`)
    times.push(performance.now() - began)
    if (rows[0]![1] !== mark) throw new Error(`the answer of another: ${rows[0]}`)
  }
  return times
}

function wide(rows: number): string {
  return `set notruncation; range n from 1 to ${rows} step 1 | extend at = datetime(2026-01-01) + n * 1ms, user = strcat("user-", n % 1000), share = n / 7.0, address = strcat("10.0.", n % 256, ".", n % 251)`
}

async function largeAnswer(rows: number, encoding: string): Promise<void> {
  const began = performance.now()
  const answer = await ask(wide(rows), encoding)
  const seconds = (performance.now() - began) / 1000
  if (answer.rows.length !== rows) throw new Error(`${answer.rows.length} of ${rows} rows`)
  console.log(
    `${rows} rows, ${encoding}: ${seconds.toFixed(2)} s, ${(rows / seconds / 1000).toFixed(0)} thousand rows/s, ${(answer.bytes / 2 ** 20 / seconds).toFixed(0)} MB/s of JSON; server ${mostMemory()}`,
  )
}

async function manyLargeAnswers(count: number, rows: number): Promise<void> {
  const began = performance.now()
  const found = await Promise.all(Array.from({ length: count }, () => ask(wide(rows))))
  if (found.some((answer) => answer.rows.length !== rows)) throw new Error('rows are missing')
  const seconds = (performance.now() - began) / 1000
  console.log(`${count} × ${rows} rows at once: ${seconds.toFixed(2)} s; server ${mostMemory()}`)
}

/** Of the server's process, where the system tells. */
function mostMemory(): string {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))
    return peak ? `${(Number(peak[1]) / 1024).toFixed(0)} MB at most` : ''
  } catch {
    return ''
  }
}

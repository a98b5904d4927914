import process from 'node:process'
import { type IPty, spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'
import { sequences } from '../tui/screen.ts'

/**
 * Key to frame of the terminal interface on a section of 100,000 rows, in a process of its own at a pseudo-terminal of 160 by
 * 50, beside a program that only echoes. Run by hand: `node test/bench/tui.bench.ts`.
 */

const columns = 160
const rows = 50

interface Bench {
  readonly pty: IPty
  text(): string
  /** Milliseconds from the keys to the first bytes of the frame they cause. */
  time(...keys: string[]): Promise<number>
  until(isTrue: (text: string) => boolean): Promise<void>
}

const screen = ['--import', './test/tui/jsx-loader.mjs', 'test/tui/terminal-entry.ts']

/** What any program pays: it writes back each key it gets. */
const echo = ['-e', "process.stdin.setRawMode(true); process.stdin.on('data', (key) => process.stdout.write(key))"]

function start(command: readonly string[]): Bench {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
  const { CI: _ci, NODE_ENV: _mode, ...env } = process.env
  const pty = spawn(process.execPath, [...command], { name: 'xterm-256color', cols: columns, rows, env })
  let onData: (() => void) | undefined
  const looks = new Set<() => void>()
  pty.onData((data) => {
    onData?.()
    terminal.write(data, () => {
      for (const look of looks) look()
    })
  })
  const text = () =>
    Array.from({ length: rows }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true)).join('\n')
  return {
    pty,
    text,
    time(...keys) {
      return new Promise((resolve) => {
        const begun = performance.now()
        onData = () => {
          onData = undefined
          resolve(performance.now() - begun)
        }
        pty.write(keys.map((key) => sequences[key] ?? key).join(''))
      })
    },
    until(isTrue) {
      return new Promise((resolve) => {
        const look = () => {
          if (!isTrue(text())) return
          looks.delete(look)
          resolve()
        }
        looks.add(look)
        look()
      })
    },
  }
}

const quiet = () => new Promise((resolve) => setTimeout(resolve, 60))

async function measure(name: string, bench: Bench, keys: readonly string[], times: number): Promise<void> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    taken.push(await bench.time(keys[time % keys.length]!))
    await quiet()
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) =>
    taken[Math.min(taken.length - 1, Math.floor(share * taken.length))]!.toFixed(1).padStart(6)
  process.stdout.write(`${name.padEnd(44)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms\n`)
}

const begun = performance.now()
const home = start(screen)
await home.until((text) => text.includes('Notebooklets'))
process.stdout.write(
  `${'first frame, from the start of the process'.padEnd(44)}     ${(performance.now() - begun).toFixed(0).padStart(6)} ms\n`,
)
home.pty.write('q')

const baseline = start(echo)
await new Promise((resolve) => setTimeout(resolve, 300))
await measure('a program that echoes', baseline, ['j'], 40)
baseline.pty.kill()

const bench = start([...screen, 'big'])
await bench.until((text) => text.includes('of 100,000'))
await quiet()
await measure('table: down', bench, ['j'], 60)
await measure('table: a page down', bench, ['PageDown'], 40)
await measure('table: last, first', bench, ['G', 'g'], 20)
await measure('table: right, left', bench, ['l', 'h'], 20)
await measure('table: record, back', bench, ['Enter', 'q'], 20)
await measure('table: sort, unsort', bench, ['s', 's'], 10)
bench.pty.write('/')
await quiet()
await measure('table: a letter of a filter', bench, ['e', 'v', 'e', 'n', 't', '-', '9'], 7)
bench.pty.write('\r')
await bench.until((text) => /of 100,000 rows/.test(text))
await measure('filtered table: down', bench, ['j'], 30)
bench.pty.write('\x1b')
// An escape that is followed at once is the beginning of another key.
await quiet()
await measure('to the scatter of 100,000 points and back', bench, ['2', '1'], 10)
bench.pty.write('2')
await bench.until((text) => text.includes('100,000 points') || text.includes('points'))
await quiet()
await measure('scatter: cursor', bench, ['Left', 'Up', 'Right', 'Down'], 40)
bench.pty.write('Q')
await new Promise((resolve) => bench.pty.onExit(resolve))
process.exit(0)

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sequences } from './screen.ts'

// The whole interface in a process of its own, at a real pseudo-terminal: keys go in as bytes, a terminal reads what comes out.

let exports: string
let child: IPty | undefined

beforeEach(() => {
  exports = mkdtempSync(join(tmpdir(), 'huntlet-tui-'))
})

afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
  rmSync(exports, { recursive: true, force: true })
})

interface Journey {
  press(...keys: string[]): void
  resize(columns: number, rows: number): void
  kill(signal: string): void
  text(): string
  bufferType(): string
  /** The first screen on which this is true; fails with the screen as it is. */
  until(isTrue: string | RegExp): Promise<string>
  exited: Promise<{ readonly exitCode: number; readonly signal?: number }>
  written(): string
}

/** Starts the interface in a shell; `after` is what the shell does when it has ended. */
function journey(args: readonly string[], environment: Readonly<Record<string, string>> = {}, after?: string): Journey {
  const { CI: _ci, NODE_ENV: _mode, ...inherited } = process.env
  const terminal = new headless.Terminal({ cols: 100, rows: 30, allowProposedApi: true })
  const command = ['--import', './test/tui/jsx-loader.mjs', 'test/tui/terminal-entry.ts', ...args]
  const inShell = ['-c', `"$0" "$@"; ${after}`, process.execPath, ...command]
  const pty = spawn(after === undefined ? process.execPath : '/bin/sh', after === undefined ? command : inShell, {
    name: 'xterm-256color',
    cols: 100,
    rows: 30,
    env: { ...inherited, TERM: 'xterm-256color', TZ: 'UTC', FAKE_EXPORTS: exports, ...environment },
  })
  child = pty
  let written = ''
  const looks = new Set<() => void>()
  pty.onData((data) => {
    written += data
    terminal.write(data, () => {
      for (const look of looks) look()
    })
  })
  const text = () =>
    Array.from({ length: terminal.rows }, (_, row) =>
      terminal.buffer.active.getLine(row)?.translateToString(true),
    ).join('\n')
  return {
    press(...keys) {
      for (const key of keys) pty.write(sequences[key] ?? key)
    },
    resize(columns, rows) {
      terminal.resize(columns, rows)
      pty.resize(columns, rows)
    },
    kill: (signal) => process.kill(pty.pid, signal),
    text,
    bufferType: () => terminal.buffer.active.type,
    written: () => written,
    until(isTrue) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`Never showed ${String(isTrue)}:\n${text()}`)), 20_000)
        const look = () => {
          if (typeof isTrue === 'string' ? !text().includes(isTrue) : !isTrue.test(text())) return
          clearTimeout(late)
          looks.delete(look)
          resolve(text())
        }
        looks.add(look)
        look()
      })
    },
    exited: new Promise((resolve) => pty.onExit(resolve)),
  }
}

/** What the terminal shows once all that was written has been read. */
async function settled({ exited, written }: Journey): Promise<headless.Terminal> {
  await exited
  const terminal = new headless.Terminal({ cols: 100, rows: 30, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(written(), resolve))
  return terminal
}

test('an investigation from the first screen to an exported file, resized on the way, and out again', async () => {
  const { press, until, exited, resize } = journey([])
  await until('Account summary')
  press('/', 'acc')
  await until('1 of 10 notebooklets')
  press('Enter', 'Enter')
  await until('A user principal name')
  press('bob', 'Enter')
  await until(/✓ Sign-ins 60/)
  press('2', 'Enter')
  await until('row 1 of 60')
  resize(160, 45)
  await until(/row 1 of 60.*╮/)
  press('Right', 'Esc')
  await until('❯  2026-03-01 02:32:52')
  press('e')
  await until('60 rows.')
  press('Enter')
  await until('Wrote 60 rows')
  const lines = readFileSync(join(exports, 'account-summary-bob-sign-ins.csv'), 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(61)
  press('Esc')
  await until('Recent')
  press('q')
  expect(await exited).toMatchObject({ exitCode: 0 })
})

test('queries show what they cost while they run', async () => {
  const { press, until, exited } = journey(['account-summary', 'bob'], { FAKE_QUERY_MS: '150' })
  await until(/fake\/sign-ins\s+\d+/)
  await until(/running .*[1-6] of 6 sections/)
  await until('! partial')
  press('Q')
  expect(await exited).toMatchObject({ exitCode: 0 })
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s leaves the terminal as it was', async (signal) => {
  const tour = journey([])
  await tour.until('Account summary')
  tour.kill(signal)
  const terminal = await settled(tour)
  expect(terminal.buffer.active.type).toBe('normal')
  expect(tour.written().lastIndexOf('\x1b[?25h')).toBeGreaterThan(tour.written().lastIndexOf('\x1b[?25l'))
})

test('lines are edited and echoed again by the shell that comes after', async () => {
  const { press, until, exited } = journey([], {}, 'stty -a; echo the end')
  await until('Account summary')
  press('q')
  const shown = await until('the end')
  expect(shown).toMatch(/[^-]icanon/)
  expect(shown).toMatch(/[^-]echo\b/)
  await exited
})

test('a defect anywhere in the process leaves the terminal as it was, and can be read afterwards', async () => {
  const tour = journey([])
  await tour.until('Account summary')
  tour.kill('SIGUSR2')
  const terminal = await settled(tour)
  expect(terminal.buffer.active.type).toBe('normal')
  expect(tour.written().lastIndexOf('\x1b[?25h')).toBeGreaterThan(tour.written().lastIndexOf('\x1b[?25l'))
  const shown = Array.from({ length: 30 }, (_, row) =>
    terminal.buffer.active.getLine(row)?.translateToString(true),
  ).join('\n')
  expect(shown).toContain('a defect outside of the screen')
})

import { Console } from 'node:console'
import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import headless from '@xterm/headless'

// Ink makes a console of its own from this; the test runner's console lacks it.
Object.assign(console, { Console })

/** A terminal in memory: what is written to `stdout` is what a terminal would show. */
export interface TestScreen {
  readonly stdout: NodeJS.WriteStream
  readonly stdin: NodeJS.ReadStream
  readonly terminal: headless.Terminal
  /** Everything written, escape sequences and all. */
  written(): string
  /** The lines on the screen, without the blanks at their ends. */
  lines(): string[]
  text(): string
  /** The character cell at a place of the screen. */
  cell(
    row: number,
    column: number,
  ): { readonly text: string; readonly isInverse: boolean; readonly isUnderlined: boolean; readonly hasColor: boolean }
  /** Sends keys as a terminal does, each in an event of its own. */
  press(...keys: string[]): void
  resize(columns: number, rows: number): void
  /** Whether the terminal hands on keys one by one (raw) now. */
  isRaw(): boolean
  /** The first screen on which something is true. Waits for what is drawn, not for time; fails with the screen as it is. */
  until(isTrue: string | RegExp | ((text: string) => boolean)): Promise<string>
}

/** Longest wait for a screen that never comes, in milliseconds. */
const patience = 15_000

export function testScreen(columns = 80, rows = 24): TestScreen {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
  const drawn = new EventEmitter()
  drawn.setMaxListeners(50)
  let written = ''
  let isRaw = false

  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        written += String(chunk)
        terminal.write(String(chunk).replace(/(?<!\r)\n/g, '\r\n'), () => {
          drawn.emit('drawn')
          done()
        })
      },
    }),
    { isTTY: true, columns, rows },
  )
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(on: boolean) {
      isRaw = on
      return stdin
    },
    ref: () => stdin,
    unref: () => stdin,
  })

  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    )
  const text = () => lines().join('\n')

  return {
    // What Ink asks of a stream is all here; the rest of a real one is not.
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    terminal,
    written: () => written,
    lines,
    text,
    cell(row, column) {
      const cell = terminal.buffer.active.getLine(row)?.getCell(column)
      return {
        text: cell?.getChars() ?? '',
        isInverse: (cell?.isInverse() ?? 0) !== 0,
        isUnderlined: (cell?.isUnderline() ?? 0) !== 0,
        hasColor: cell !== undefined && (!cell.isFgDefault() || !cell.isBgDefault()),
      }
    },
    press(...keys) {
      for (const key of keys) stdin.write(sequences[key] ?? key)
    },
    resize(width, height) {
      terminal.resize(width, height)
      Object.assign(stdout, { columns: width, rows: height })
      stdout.emit('resize')
    },
    isRaw: () => isRaw,
    until(isTrue) {
      const holds = (shown: string) =>
        typeof isTrue === 'string'
          ? shown.includes(isTrue)
          : isTrue instanceof RegExp
            ? isTrue.test(shown)
            : isTrue(shown)
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          drawn.off('drawn', look)
          reject(new Error(`The screen never showed ${String(isTrue)}:\n${text()}`))
        }, patience)
        const look = () => {
          if (!holds(text())) return
          clearTimeout(late)
          drawn.off('drawn', look)
          resolve(text())
        }
        drawn.on('drawn', look)
        look()
      })
    },
  }
}

/** What a terminal sends for keys that are no characters. */
export const sequences: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\x1b',
  Tab: '\t',
  'Shift+Tab': '\x1b[Z',
  Backspace: '\x7f',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  PageDown: '\x1b[6~',
  PageUp: '\x1b[5~',
  Home: '\x1b[H',
  End: '\x1b[F',
  'Ctrl+C': '\x03',
  'Ctrl+D': '\x04',
  'Ctrl+P': '\x10',
}

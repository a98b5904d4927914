import type { WriteStream } from 'node:tty'

/** Standard output is only the result; everything else goes to standard error. */
export async function writeOut(pieces: Iterable<string>): Promise<void> {
  let buffer = ''
  for (const piece of pieces) {
    buffer += piece
    if (buffer.length > 65_536) {
      await flush(buffer)
      buffer = ''
    }
  }
  if (buffer) await flush(buffer)
}

function flush(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

export function writeError(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** A person sits at both ends: a screen can be opened. */
export function isTerminal(): boolean {
  return process.stdout.isTTY === true && process.stdin.isTTY === true
}

/** Somebody may read what is said beside the result. */
export function isRead(): boolean {
  return process.stderr.isTTY === true
}

/** Columns to draw in: the terminal's, or enough for a log that is scrolled sideways. */
export function outputWidth(): number {
  const columns = Number(process.env.COLUMNS)
  return (process.stdout as WriteStream).columns ?? (columns > 0 ? columns : 160)
}

/** One line on standard error that replaces itself; nothing where that is no terminal. */
export function progressLine(): { show(text: string): void; clear(): void } {
  const { stderr } = process
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} }
  let last = 0
  return {
    show(text) {
      const now = performance.now()
      if (now - last < 80) return
      last = now
      stderr.write(`\r\x1b[K${text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}`)
    },
    clear() {
      stderr.write('\r\x1b[K')
    },
  }
}

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '..', '..')
const main = join(repository, 'src', 'cli', 'main.ts')

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line as a user would, without a terminal and without a user's own folder. */
export function huntlet(
  args: readonly string[],
  options: {
    readonly cwd?: string
    readonly input?: string
    readonly env?: Record<string, string>
    /** Stop reading at the first piece, as `| head` does. */
    readonly isHead?: boolean
  } = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd ?? repository,
      env: {
        ...process.env,
        COLUMNS: '160',
        HUNTLET_HOME: join(tmpdir(), 'huntlet-has-no-such-folder'),
        ...options.env,
      },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (options.isHead) child.stdout.destroy()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', fail)
    child.on('close', (code) => done({ code, stdout, stderr }))
    child.stdin.end(options.input ?? '')
  })
}

/** An empty folder, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'huntlet-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

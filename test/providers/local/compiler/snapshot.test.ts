import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleCompiler } from '../../../../scripts/bundle.ts'
import { HuntletError } from '../../../../src/lib/diagnostic.ts'
import { compilerAt } from '../../../../src/providers/local/compiler/compiler-peer.ts'
import { makeSnapshot } from '../../../../src/providers/local/compiler/make-snapshot.ts'
import { processPeer } from '../../../../src/providers/local/compiler/process-peer.ts'
import { giveUp, isGivenUp, setAside } from '../../../../src/providers/local/compiler/snapshot-failures.ts'
import { isUsable, type SnapshotPlace, snapshotPlace } from '../../../../src/providers/local/compiler/snapshot-place.ts'
import type { CompilerReply, CompilerRequest } from '../../../../src/providers/local/protocol.ts'
import { Thread } from '../../../../src/providers/local/thread.ts'
import type { Peer } from '../../../../src/providers/threads/peer.ts'
import { repository, temporaryFolder } from '../../../support/huntlet.ts'

type Compiler = Thread<CompilerRequest, CompilerReply>

const temporary = temporaryFolder()
const done = new HuntletError('DONE', 'done')
let made: SnapshotPlace
let usualMask: number

beforeAll(async () => {
  // As many systems have it: a user's group may write what the user makes.
  usualMask = process.umask(0o002)
  symlinkSync(join(repository, 'schemas'), join(temporary.path, 'schemas'), 'junction')
  await bundleCompiler(join(temporary.path, 'dist'))
  made = placeIn('made')
  // Two at once: one of them makes it.
  expect((await Promise.all([makeSnapshot(made), makeSnapshot(made)])).sort()).toEqual([false, true])
})

afterAll(() => {
  process.umask(usualMask)
  temporary.remove()
})

const program = join(temporary.path, 'dist', 'providers', 'local', 'compiler-snapshot.cjs')

function placeIn(name: string): SnapshotPlace {
  const place = snapshotPlace(join(temporary.path, name), program)!
  mkdirSync(place.folder, { recursive: true, mode: 0o700 })
  return place
}

function copied(name: string): SnapshotPlace {
  const place = placeIn(name)
  copyFileSync(made.blob, place.blob)
  return place
}

async function withCompiler<Result>(peer: Peer, use: (compiler: Compiler) => Promise<Result>): Promise<Result> {
  const compiler: Compiler = new Thread('compiler', peer)
  try {
    return await use(compiler)
  } finally {
    await compiler.stop(done)
  }
}

async function sqlOf(compiler: Compiler, kql: string): Promise<string> {
  await compiler.ask({ kind: 'prepare', tables: [], now: 0n })
  const reply = await compiler.ask({ kind: 'compile', kql, limit: 10, answers: [] })
  return reply.kind === 'compiled' ? reply.compiled.sql : reply.kind
}

async function outcomeOf(compiler: Compiler, kql: string): Promise<string> {
  return sqlOf(compiler, kql).catch((error: HuntletError) => error.code)
}

function overwrite(path: string, position: number): void {
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.from('not what was there'), 0, 18, position)
  closeSync(file)
}

/** A process that has ended, and that nobody has asked how, counts as gone. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

const kql = 'range x from 1 to 3 step 1 | summarize sum(x) by bin(x, 2) | join kind=inner (print x = 2) on x'

describe('a snapshot of the compiler', () => {
  it('is all that is left of its making', () => {
    expect(readdirSync(made.folder)).toEqual([made.blob.slice(made.folder.length + 1)])
    expect(isUsable(made)).toBe(true)
  })

  it('compiles to the same as a thread', async () => {
    const fromSnapshot = await withCompiler(processPeer(made.blob, made.program), (compiler) => sqlOf(compiler, kql))
    expect(fromSnapshot).toMatch(/^WITH|^SELECT/)
    expect(await withCompiler(compilerAt(undefined), (compiler) => sqlOf(compiler, kql))).toBe(fromSnapshot)
    expect(await withCompiler(compilerAt(made), (compiler) => sqlOf(compiler, kql))).toBe(fromSnapshot)
  })

  it('knows the known schemas, and says what is wrong where it is', async () => {
    await withCompiler(compilerAt(made), async (compiler) => {
      expect(await sqlOf(compiler, 'SigninLogs | project UserPrincipalName')).toContain('SELECT')
      await expect(sqlOf(compiler, 'SigninLogs | where Nonsense == 1')).rejects.toMatchObject({
        code: 'KQL_INVALID',
        diagnostics: [{ span: { start: 19, end: 27 } }],
      })
    })
  })

  it('takes queries as deep as a thread does, though its stack is smaller', async () => {
    const deep = [240, 2000].map((depth) => `print x = ${'-('.repeat(depth)}1${')'.repeat(depth)}`)
    const outcomes = (compiler: Compiler) => Promise.all(deep.map((query) => outcomeOf(compiler, query)))
    const inThread = await withCompiler(compilerAt(undefined), outcomes)
    expect(inThread).toEqual([expect.stringMatching(/^SELECT/), 'KQL_UNSUPPORTED'])
    expect(await withCompiler(processPeer(made.blob, made.program), outcomes)).toEqual(inThread)
  })

  it.for<[string, (blob: string) => void]>([
    ['with other bytes in its middle', (blob) => overwrite(blob, Math.floor(statSync(blob).size / 3))],
    ['cut off', (blob) => truncateSync(blob, 1_000_000)],
    ['empty', (blob) => truncateSync(blob, 0)],
    ['of something else', (blob) => writeFileSync(blob, 'no snapshot\n'.repeat(1000))],
  ])('%s is taken away, and a thread answers', async ([what, damage], { expect }) => {
    const place = copied(what)
    damage(place.blob)
    // Else another is made when the compiler has ended.
    giveUp(place)
    expect(await withCompiler(compilerAt(place), (compiler) => sqlOf(compiler, 'print 1'))).toContain('SELECT')
    expect(existsSync(place.blob)).toBe(false)
  })

  it('is made for one build of huntlet and of Node', () => {
    const other = join(temporary.path, 'other.cjs')
    writeFileSync(other, '')
    expect(snapshotPlace(made.cacheFolder, other)!.blob).not.toBe(made.blob)
    expect(snapshotPlace(made.cacheFolder, join(temporary.path, 'none.cjs'))).toBeUndefined()
  })

  it.skipIf(process.platform === 'win32')('that others can write is not run', () => {
    const place = copied('for all')
    expect(isUsable(place)).toBe(true)
    chmodSync(place.blob, 0o666)
    expect(isUsable(place)).toBe(false)
    chmodSync(place.blob, 0o600)
    chmodSync(place.folder, 0o777)
    expect(isUsable(place)).toBe(false)
  })

  it('that fails again is not made again for a day', () => {
    const place = copied('failing')
    setAside(place)
    expect([existsSync(place.blob), isGivenUp(place)]).toEqual([false, false])
    setAside(place)
    expect(isGivenUp(place)).toBe(true)
  })

  it('is not made where the folder is none', async () => {
    const file = join(temporary.path, 'a file')
    writeFileSync(file, '')
    const place = snapshotPlace(join(file, 'folder'), made.program)!
    expect(await makeSnapshot(place)).toBe(false)
    expect(await withCompiler(compilerAt(place), (compiler) => sqlOf(compiler, 'print 1'))).toContain('SELECT')
  })

  it('is not put in place where it cannot be made', async () => {
    const place = { ...placeIn('broken'), scripts: [] }
    expect(await makeSnapshot(place)).toBe(false)
    expect([isUsable(place), isGivenUp(place)]).toEqual([false, true])
  })

  it('makes room for the newest', async () => {
    const place = placeIn('crowded')
    const names = ['1', '2', '3', '4'].map((digit) => `compiler-${digit.repeat(32)}.blob`)
    for (const name of names) writeFileSync(join(place.folder, name), '')
    writeFileSync(join(place.folder, 'a file of somebody else'), '')
    const draft = join(place.folder, `${names[0]}.4711`)
    writeFileSync(draft, 'a process was killed while it wrote this')
    utimesSync(draft, 0, 0)
    expect(await makeSnapshot(place)).toBe(true)
    expect(readdirSync(place.folder)).toHaveLength(4)
    expect(isUsable(place)).toBe(true)
  })
})

describe('a process of the compiler', () => {
  it('ends when it is told to, though it is at work', async () => {
    const peer = processPeer(made.blob, made.program)
    const pid = new Promise<number>((resolve) => {
      peer.listen({ onMessage: (message) => resolve((message as { pid: number }).pid), onEnd: () => {} })
    })
    const running = await pid
    peer.post({ kind: 'prepare', id: 1, tables: [], now: 0n })
    peer.post({ kind: 'compile', id: 2, kql: `print ${'1 + '.repeat(300)}1`, limit: 1, answers: [] })
    expect(isRunning(running)).toBe(true)
    await peer.end()
    await gone(running)
  })

  it('ends when the process that started it is killed', async () => {
    const holder = spawn(
      process.execPath,
      [join(import.meta.dirname, 'programs', 'hold-compiler.ts'), made.blob, made.program],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [line] = (await once(holder.stdout, 'data')) as [Buffer]
    const pid = Number(line)
    expect(isRunning(pid)).toBe(true)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    await gone(pid)
  })
})

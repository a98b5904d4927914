import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath, pid } from 'node:process'
import { HuntletError } from '../../../lib/diagnostic.ts'
import { removeAbandoned } from '../cache/private-folder.ts'
import type { CompilerReply, CompilerRequest } from '../protocol.ts'
import { Thread } from '../thread.ts'
import { processPeer, snapshotFlags } from './process-peer.ts'
import { giveUp } from './snapshot-failures.ts'
import { isUsable, type SnapshotPlace, snapshotName } from './snapshot-place.ts'

/** Whoever made a snapshot for so long was killed at it. */
const longestMs = 5 * 60_000

/** Snapshots of other builds of Node and huntlet that stay, for whoever uses several. */
const keptSnapshots = 3

/**
 * Makes the snapshot, tries it, and only then puts it in its place, whole. One process makes it at a time; false where it
 * is there, is being made, or cannot be made: then nobody tries again for a day. Never throws.
 */
export async function makeSnapshot(place: SnapshotPlace): Promise<boolean> {
  const { blob, folder } = place
  const lock = `${blob}.making`
  if (isUsable(place) || !take(lock)) return false
  const made = `${blob}.${pid}`
  try {
    await build(place, made)
    // Many systems let a user's group write what is new; such a snapshot would never be used.
    chmodSync(made, 0o600)
    await tryOut({ ...place, blob: made })
    renameSync(made, blob)
    removeOld(folder)
    return true
  } catch {
    giveUpQuietly(place)
    return false
  } finally {
    rmSync(made, { force: true })
    rmSync(lock, { force: true })
  }
}

function take(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > longestMs) rmSync(lock, { force: true })
  } catch {
    // There is none, as there should be.
  }
  try {
    writeFileSync(lock, '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

async function build({ program, scripts, folder }: SnapshotPlace, blob: string): Promise<void> {
  const child = spawn(execPath, [...snapshotFlags(blob), '--build-snapshot', program, ...scripts], {
    env: {},
    cwd: folder,
    stdio: 'ignore',
    timeout: longestMs,
    windowsHide: true,
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new HuntletError('NO_SNAPSHOT', `Node ended with ${code}.`)
}

/** A process that starts from it compiles. Throws where it does not. */
async function tryOut({ blob, program }: SnapshotPlace): Promise<void> {
  const compiler = new Thread<CompilerRequest, CompilerReply>('compiler', processPeer(blob, program))
  try {
    const signal = AbortSignal.timeout(longestMs)
    await compiler.ask({ kind: 'prepare', tables: [], now: 0n }, { signal })
    const reply = await compiler.ask({ kind: 'compile', kql: 'print x = 1', limit: 1, answers: [] }, { signal })
    if (reply.kind !== 'compiled') throw new HuntletError('NO_SNAPSHOT', 'It does not compile.')
  } finally {
    await compiler.stop(new HuntletError('DONE', 'It was tried.'))
  }
}

function removeOld(folder: string): void {
  const newestFirst = readdirSync(folder)
    .filter((name) => snapshotName.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, modified: statSync(path).mtimeMs }))
    .sort((a, b) => b.modified - a.modified)
  for (const { path } of newestFirst.slice(keptSnapshots)) rmSync(path, { force: true })
  // What was being made by a process that was killed, and what was noted about others.
  removeAbandoned(folder, (name) => name.startsWith('compiler-') && !snapshotName.test(name))
}

function giveUpQuietly(place: SnapshotPlace): void {
  try {
    giveUp(place)
  } catch {
    // The folder cannot be written, which is why.
  }
}

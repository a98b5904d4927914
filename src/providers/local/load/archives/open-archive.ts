import { writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { HuntletError } from '../../../../lib/diagnostic.ts'
import { bytesOf, cannotRead, type FoundFile, isCompanion, nameOf } from '../find-files.ts'
import { stemOf } from '../table-name.ts'
import { type ByteSource, type Packing, unpackedBytes } from '../unpack.ts'
import { AllowanceSpent, type ArchiveFormat, deepest, entriesOf, type Opening, unpackMember } from './members.ts'
import { Spill } from './spill.ts'
import { DiskForbidden, type UnpackFolder } from './unpack-folder.ts'

/**
 * Unpacks an archive and hands over its members one after another; `take` says whether one holds logs. What cannot be read
 * is told with what to do; members before it stay read. True where any held logs.
 */
export async function openArchive(
  archive: FoundFile,
  format: ArchiveFormat,
  packing: Packing,
  opening: Opening,
  take: (member: FoundFile) => Promise<boolean>,
): Promise<boolean> {
  const { notices, signal, allowance } = opening
  const tell = (kind: string, message: string, file: string, severity: 'notice' | 'warning' = 'warning') =>
    notices.add({ kind, severity, message, file })
  if ((archive.member?.depth ?? 0) >= deepest) {
    const message = `Skipped: an archive within ${deepest} others. Unpack the outer ones and give it.`
    tell('archives too deep', message, archive.path)
    return false
  }
  const name = nameOf(archive)
  // `triage.zip` stands for a folder `triage`, which may be named for a table.
  const root = `${dirname(name)}/${stemOf(stemOf(basename(name)))}`
  let [held, others] = [0, 0]
  let last: string | undefined
  try {
    const source = await sourceOf(archive, format, packing, opening)
    for await (const entry of entriesOf(source, format, packing, signal)) {
      signal.throwIfAborted()
      if (isAside(entry.path)) continue
      const path = `${archive.path}!${entry.path}`
      if (!allowance.takeMember()) throw new AllowanceSpent()
      if (entry.hindrance !== undefined) {
        tell('members skipped', `Skipped. ${entry.hindrance}`, path)
        others++
        continue
      }
      const member = await unpackMember(entry, archive, `${root}/${entry.path}`, opening)
      if (member && (await take(member))) {
        held++
        last = path
      } else others++
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof HuntletError) throw error
    const what =
      error instanceof AllowanceSpent || error instanceof DiskForbidden
        ? error.message
        : `${cannotRead(error)} Get a fresh copy of it.`
    if (last === undefined) tell('archives not read', `Skipped: the archive cannot be opened. ${what}`, archive.path)
    else {
      tell('archives not read whole', `The archive cannot be read to its end. ${what}`, archive.path)
      notices.addLoss({ file: last, what: 'the archive it is from cannot be read to its end' })
    }
  }
  if (held + others > 0) {
    const passed = others > 0 ? `, ${others} passed over` : ''
    const message = `${format.archive === 'zip' ? 'A zip' : 'A tar'} archive: ${held === 1 ? 'one file' : `${held} files`} of logs${passed}.`
    tell('archives opened', message, archive.path, 'notice')
  }
  return held > 0
}

/** What systems put into archives beside the files, and what accompanies data. */
function isAside(path: string): boolean {
  const parts = path.split('/')
  return (
    parts[0] === '__MACOSX' ||
    parts.slice(0, -1).some((part) => part.startsWith('.') && part !== '.') ||
    isCompanion(parts.at(-1)!)
  )
}

/** A zip is read from its end: one that is packed itself is unpacked first. */
async function sourceOf(
  archive: FoundFile,
  { archive: kind }: ArchiveFormat,
  packing: Packing,
  { folder, signal, allowance }: Opening,
): Promise<ByteSource> {
  if (kind === 'tar' || packing === 'none') return bytesOf(archive)
  const spilled = new Spill(folder)
  try {
    for await (const piece of unpackedBytes(bytesOf(archive), packing, signal)) {
      if (!allowance.takeBytes(piece.length)) throw new AllowanceSpent()
      spilled.add(piece)
    }
  } finally {
    spilled.close()
  }
  return spilled.at
}

/** The file, on disk if it was in memory. */
export function onDisk(file: FoundFile, folder: UnpackFolder): FoundFile {
  const { member } = file
  if (member === undefined || typeof member.at === 'string') return file
  const at = folder.next()
  writeFileSync(at, member.at, { mode: 0o600, flag: 'wx' })
  return { ...file, member: { ...member, at } }
}

import { wordsOf } from '../../../../lib/words-of.ts'
import type { FoundFile } from '../find-files.ts'
import type { Notices } from '../notices.ts'
import type { ByteSource, Packing } from '../unpack.ts'
import { Spill } from './spill.ts'
import { tarMembers } from './tar-members.ts'
import { DiskForbidden, type UnpackFolder } from './unpack-folder.ts'
import { zipMembers } from './zip-members.ts'

/** What an archive is, and how it is packed as a whole: a tar may be. */
export interface ArchiveFormat {
  readonly kind: 'archive'
  readonly archive: 'zip' | 'tar'
}

/** A member before it is unpacked. */
export interface Entry {
  /** The way to it, with slashes. */
  readonly path: string
  readonly modified?: Date
  /** Why it cannot be read, in words with the next step. */
  readonly hindrance?: string
  /** Its bytes, a piece at a time. Throws where they are damaged. */
  readonly bytes: () => AsyncIterable<Uint8Array>
}

/** What opening archives needs; archives within archives share it. */
export interface Opening {
  readonly folder: UnpackFolder
  readonly notices: Notices
  readonly signal: AbortSignal
  readonly allowance: Allowance
}

/** Archives within archives deeper than this are passed over. */
export const deepest = 4

/** How much may come out of one file, all that is nested in it together: more is no archive of logs but a trap. */
export class Allowance {
  #bytes: number
  #members = 20_000

  constructor(storedBytes: number) {
    this.#bytes = 64 * 2 ** 20 + 250 * storedBytes
  }

  takeBytes(count: number): boolean {
    this.#bytes -= count
    return this.#bytes >= 0
  }

  takeMember(): boolean {
    return --this.#members >= 0
  }
}

/** Thrown by `unpackMember` where the allowance is spent. */
export class AllowanceSpent extends Error {
  constructor() {
    super('It holds far more than an archive of logs does; unpack it yourself and give the files that matter.')
  }
}

/** The members of an archive one after another, in the archive's order. Throws where the archive itself cannot be read on. */
export function entriesOf(
  source: ByteSource,
  { archive }: ArchiveFormat,
  packing: Packing,
  signal: AbortSignal,
): AsyncIterable<Entry> {
  return archive === 'zip' ? zipMembers(source) : tarMembers(source, packing, signal)
}

/** The member as a file to be read. What it holds before damage is kept, and the damage told; undefined where it holds nothing. */
export async function unpackMember(
  entry: Entry,
  of: FoundFile,
  name: string,
  { folder, notices, signal, allowance }: Opening,
): Promise<FoundFile | undefined> {
  const path = `${of.path}!${entry.path}`
  const depth = (of.member?.depth ?? 0) + 1
  const spilled = new Spill(folder)
  let damage: string | undefined
  try {
    for await (const piece of entry.bytes()) {
      signal.throwIfAborted()
      if (!allowance.takeBytes(piece.length)) throw new AllowanceSpent()
      spilled.add(piece)
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AllowanceSpent || error instanceof DiskForbidden || isFolderFull(error)) throw error
    damage = wordsOf(error)
  } finally {
    spilled.close()
  }
  if (damage !== undefined) {
    const kept = spilled.length > 0 ? 'what comes before that was read' : 'nothing of it was read'
    const message = `The archive is damaged here (${damage}); ${kept}. Get a fresh copy of the archive.`
    notices.add({ kind: 'damaged members of archives', severity: 'warning', message, file: path })
    if (spilled.length === 0) return undefined
    notices.addLoss({ file: path, what: 'it is cut off or damaged' })
  }
  return {
    path,
    bytes: spilled.length,
    named: false,
    ...(of.table !== undefined && { table: of.table }),
    ...(entry.modified && { modified: entry.modified }),
    member: { name, at: spilled.at, depth },
  }
}

function isFolderFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))
}

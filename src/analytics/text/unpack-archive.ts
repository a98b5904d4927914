import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** What may come out of packed bytes at most. */
export interface UnpackLimits {
  /** Bytes of one stream or member, and of all members together. */
  readonly bytes: number
  readonly members: number
}

/** One stream or member. `bytes` is undefined where it was not unpacked: `problem` says why. */
export interface Unpacked {
  readonly encoding: 'gzip' | 'zlib' | 'deflate' | 'zip' | 'tar'
  readonly name: string
  readonly bytes?: Uint8Array
  readonly problem?: string
}

/** A stream that was cut gives what came before the cut. */
const cutIsFine = { finishFlush: 2 }

/** What packed bytes hold: a stream of gzip or zlib, the members of a zip or tar. Undefined where they are none of these. Never throws. */
export function unpack(bytes: Uint8Array, type: string | undefined, limits: UnpackLimits): Unpacked[] | undefined {
  if (type === 'gz') return inflate(bytes, 'gzip', limits)
  if (type === 'zip' || type === 'zip with password') return unzip(bytes, limits)
  if (type === 'tar') return untar(bytes, limits)
  // The two bytes of zlib are too few to be sure: what comes out must be something.
  if (bytes.length > 8 && (bytes[0]! & 0x0f) === 8 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0)
    return inflate(bytes, 'zlib', limits)
  return undefined
}

/** A deflate stream without any header: only what stands around it says that bytes are one. */
export function inflate(
  bytes: Uint8Array,
  encoding: 'gzip' | 'zlib' | 'deflate',
  limits: UnpackLimits,
): Unpacked[] | undefined {
  const stream = { gzip: gunzipSync, zlib: inflateSync, deflate: inflateRawSync }[encoding]
  try {
    const out = stream(bytes, { ...cutIsFine, maxOutputLength: limits.bytes })
    return out.length === 0 ? undefined : [{ encoding, name: '', bytes: out }]
  } catch (error) {
    if (!isTooLarge(error)) return undefined
    return [{ encoding, name: '', problem: `more than ${limits.bytes} bytes: not unpacked` }]
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

/** The members that the directory at the end of a zip names, or, where it was cut off, those whose headers are there. */
function unzip(bytes: Uint8Array, limits: UnpackLimits): Unpacked[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const members: Unpacked[] = []
  let left = limits.bytes
  let at = 0
  while (at + 30 <= bytes.length && view.getUint32(at, true) === 0x04034b50) {
    if (members.length >= limits.members) {
      members.push({ encoding: 'zip', name: '', problem: `more than ${limits.members} members: the rest is left out` })
      break
    }
    const flags = view.getUint16(at + 6, true)
    const method = view.getUint16(at + 8, true)
    const nameLength = view.getUint16(at + 26, true)
    const start = at + 30 + nameLength + view.getUint16(at + 28, true)
    const name = Buffer.from(bytes.subarray(at + 30, at + 30 + nameLength)).toString('utf8')
    const declared = view.getUint32(at + 18, true)
    const next = declared > 0 || (flags & 8) === 0 ? start + declared : nextHeader(bytes, start)
    const packed = bytes.subarray(start, Math.min(next, bytes.length))
    const member = unzipMember(name, packed, flags, method, left)
    left -= member.bytes?.length ?? 0
    members.push(member)
    at = flags & 8 ? nextHeader(bytes, Math.min(next, bytes.length)) : next
  }
  return members.length > 0 ? members : undefined
}

function unzipMember(name: string, packed: Uint8Array, flags: number, method: number, left: number): Unpacked {
  const encoding = 'zip'
  if (flags & 1) return { encoding, name, problem: 'locked by a password' }
  if (method !== 0 && method !== 8)
    return { encoding, name, problem: `packed by method ${method}, which is not known here` }
  if (method === 0) {
    return packed.length <= left
      ? { encoding, name, bytes: packed }
      : { encoding, name, problem: 'too large: not unpacked' }
  }
  const [out] = left > 0 ? (inflate(packed, 'deflate', { bytes: left, members: 1 }) ?? []) : []
  if (out) return { ...out, encoding, name }
  return left > 0 ? { encoding, name, bytes: new Uint8Array() } : { encoding, name, problem: 'too large: not unpacked' }
}

/** Where the next header of a member, or the directory, begins: sizes may stand behind a member instead of before it. */
function nextHeader(bytes: Uint8Array, from: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const ends = ['PK\x03\x04', 'PK\x01\x02']
    .map((mark) => buffer.indexOf(mark, from, 'latin1'))
    .filter((end) => end >= 0)
  return ends.length > 0 ? Math.min(...ends) : bytes.length
}

function untar(bytes: Uint8Array, limits: UnpackLimits): Unpacked[] | undefined {
  const members: Unpacked[] = []
  for (let at = 0; at + 512 <= bytes.length; ) {
    const text = (from: number, length: number) =>
      Buffer.from(bytes.subarray(at + from, at + from + length))
        .toString('latin1')
        .replace(/\0.*$/s, '')
    if (text(257, 5) !== 'ustar') break
    const size = Number.parseInt(text(124, 12).trim() || '0', 8)
    if (!Number.isFinite(size) || size < 0) break
    if (members.length >= limits.members) {
      members.push({ encoding: 'tar', name: '', problem: `more than ${limits.members} members: the rest is left out` })
      break
    }
    const isFile = ['', '0'].includes(text(156, 1))
    if (isFile) members.push({ encoding: 'tar', name: text(0, 100), bytes: bytes.subarray(at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return members.length > 0 ? members : undefined
}

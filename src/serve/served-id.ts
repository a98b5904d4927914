import { createHash } from 'node:crypto'

/** A guid made of a name: the same name has the same id in each start of the server. */
export function servedId(name: string): string {
  const bytes = createHash('sha256').update(`huntlet workspace ${name}`).digest().subarray(0, 16)
  // Version 8 of RFC 9562: made in a way of one's own.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

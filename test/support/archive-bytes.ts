import { crc32, deflateRawSync } from 'node:zlib'
import { pack } from 'tar-stream'

export type Members = Readonly<Record<string, string | Uint8Array>>

/** A zip archive of the members. `flags` of 1: they say they are encrypted; `method`: how they say they are compressed. */
export function zipOf(
  members: Members,
  { flags = 0, method = 8 }: { readonly flags?: number; readonly method?: number } = {},
): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags | 0x800, 2)
    common.writeUInt16LE(method, 4)
    // 1 May 2024, 10:00
    common.writeUInt16LE(10 << 11, 6)
    common.writeUInt16LE((44 << 9) | (5 << 5) | 1, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, nameBytes]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

/** A tar archive of the members. */
export async function tarOf(members: Members): Promise<Buffer> {
  const tar = pack()
  for (const [name, content] of Object.entries(members)) {
    tar.entry({ name, mtime: new Date('2024-05-01T10:00:00Z') }, Buffer.from(content))
  }
  tar.finalize()
  const pieces: Uint8Array[] = []
  for await (const piece of tar) pieces.push(piece as Uint8Array)
  return Buffer.concat(pieces)
}

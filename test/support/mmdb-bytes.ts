/** What a value of the database may be: texts, reals (a number with a point), whole numbers, maps and arrays. */
export type MmdbValue = string | number | bigint | readonly MmdbValue[] | { readonly [key: string]: MmdbValue }

export interface MmdbNetwork {
  /** `192.0.2.0/24` or `2001:db8::/32`, written out in full. */
  readonly network: string
  readonly value: MmdbValue
}

/** A small database in MaxMind's format 2.0 (records of 24 bits, addresses of both kinds), as its specification describes it. */
export function mmdbBytes(databaseType: string, networks: readonly MmdbNetwork[]): Buffer {
  const data: Buffer[] = []
  let dataLength = 0
  const leaves = networks.map(({ network, value }) => {
    const at = dataLength
    const bytes = encode(value)
    data.push(bytes)
    dataLength += bytes.length
    return { bits: bitsOf(network), at }
  })

  // Each node has two records: another node, data, or nothing.
  type Branch = { node: number } | { data: number } | undefined
  const nodes: [Branch, Branch][] = [[undefined, undefined]]
  for (const { bits, at } of leaves) {
    let node = 0
    bits.forEach((bit, index) => {
      const record = nodes[node]!
      if (index === bits.length - 1) record[bit] = { data: at }
      else {
        const next = record[bit]
        if (next && 'node' in next) node = next.node
        else {
          node = nodes.push([undefined, undefined]) - 1
          record[bit] = { node }
        }
      }
    })
  }
  const tree = Buffer.alloc(nodes.length * 6)
  nodes.forEach((records, index) => {
    records.forEach((branch, side) => {
      const value = !branch ? nodes.length : 'node' in branch ? branch.node : nodes.length + 16 + branch.data
      tree.writeUIntBE(value, index * 6 + side * 3, 3)
    })
  })
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: databaseType,
    description: { en: 'made up' },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  })
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from([0xab, 0xcd, 0xef]),
    Buffer.from('MaxMind.com'),
    metadata,
  ])
}

/** The bits of a network's prefix; addresses of four bytes stand below ninety-six zeros. */
function bitsOf(network: string): (0 | 1)[] {
  const [address, length] = network.split('/') as [string, string]
  const isOld = address.includes('.')
  const bytes = isOld
    ? [...Array.from({ length: 12 }, () => 0), ...address.split('.').map(Number)]
    : groupsOf(address).flatMap((group) => [group >> 8, group & 255])
  const bits = bytes.flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map((bit) => (bit === '1' ? 1 : 0)))
  return bits.slice(0, Number(length) + (isOld ? 96 : 0))
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const read = (text: string | undefined) => (text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [])
  const [before, after] = [read(head), read(tail)]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
}

const types = { text: 2, double: 3, uint32: 6, map: 7, uint64: 9, array: 11 } as const

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return Buffer.concat([control(types.text, bytes.length), bytes])
  }
  if (typeof value === 'number') {
    const isWhole = Number.isInteger(value)
    const bytes = Buffer.alloc(isWhole ? 4 : 8)
    if (isWhole) bytes.writeUInt32BE(value)
    else bytes.writeDoubleBE(value)
    return Buffer.concat([control(isWhole ? types.uint32 : types.double, bytes.length), bytes])
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(value)
    return Buffer.concat([control(types.uint64, bytes.length), bytes])
  }
  if (Array.isArray(value)) {
    return Buffer.concat([control(types.array, value.length), ...(value as readonly MmdbValue[]).map(encode)])
  }
  const entries = Object.entries(value as { readonly [key: string]: MmdbValue })
  return Buffer.concat([
    control(types.map, entries.length),
    ...entries.flatMap(([key, one]) => [encode(key), encode(one)]),
  ])
}

/** Type and size, for sizes below 285; types beyond seven take a second byte, sizes beyond 28 another. */
function control(type: number, size: number): Buffer {
  const [short, ...rest] = size < 29 ? [size] : [29, size - 29]
  return Buffer.from(type > 7 ? [short!, type - 7, ...rest] : [(type << 5) | short!, ...rest])
}

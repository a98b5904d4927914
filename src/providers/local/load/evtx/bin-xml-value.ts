/** Values of an event, by the number of their type, as texts the way Windows writes them into XML; several where the type is a list of them. */
export function textsOf(type: number, bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length === 0) return []
  if (type & isList) return listOf(type & ~isList, bytes)
  const read = readers[type]
  if (!read) throw new Error(`a value of the unknown type ${type}`)
  return type === 0 ? [] : [read(view, bytes)]
}

const isList = 0x80

/** Bytes of one value in a list, by type. */
const sizes: Readonly<Record<number, number>> = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
}

function listOf(type: number, bytes: Uint8Array): string[] {
  if (type === 1 || type === 2) {
    const text = type === 1 ? utf16(bytes) : latin(bytes)
    return text.replace(/\0$/, '').split('\0')
  }
  const size = sizes[type]
  if (size === undefined) throw new Error(`a list of values of the type ${type}`)
  const count = Math.floor(bytes.length / size)
  return Array.from({ length: count }, (_, at) => textsOf(type, bytes.subarray(at * size, (at + 1) * size))).flat()
}

const readers: Readonly<Record<number, (view: DataView, bytes: Uint8Array) => string>> = {
  0: () => '',
  1: (_, bytes) => utf16(bytes).replace(/\0+$/, ''),
  2: (_, bytes) => latin(bytes).replace(/\0+$/, ''),
  3: (view) => String(view.getInt8(0)),
  4: (view) => String(view.getUint8(0)),
  5: (view) => String(view.getInt16(0, true)),
  6: (view) => String(view.getUint16(0, true)),
  7: (view) => String(view.getInt32(0, true)),
  8: (view) => String(view.getUint32(0, true)),
  9: (view) => String(view.getBigInt64(0, true)),
  10: (view) => String(view.getBigUint64(0, true)),
  11: (view) => String(view.getFloat32(0, true)),
  12: (view) => String(view.getFloat64(0, true)),
  13: (_, bytes) => (bytes.some((byte) => byte !== 0) ? 'true' : 'false'),
  14: (_, bytes) => Buffer.from(bytes).toString('hex').toUpperCase(),
  15: (view, bytes) => guid(view, bytes),
  // A pointer or a size: as wide as the machine's.
  16: (view) => hex(view.byteLength === 4 ? BigInt(view.getUint32(0, true)) : view.getBigUint64(0, true)),
  17: (view) => fileTime(view.getBigUint64(0, true)),
  18: (view) => systemTime(view),
  19: (view) => sid(view),
  20: (view) => hex(BigInt(view.getUint32(0, true))),
  21: (view) => hex(view.getBigUint64(0, true)),
}

function utf16(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength & ~1).toString('utf16le')
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes)
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`
}

function guid(view: DataView, bytes: Uint8Array): string {
  const part = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const rest = Buffer.from(bytes.subarray(8, 16)).toString('hex')
  const first = [part(view.getUint32(0, true), 8), part(view.getUint16(4, true), 4), part(view.getUint16(6, true), 4)]
  return `{${[...first, rest.slice(0, 4), rest.slice(4)].join('-')}}`
}

/** 100 ns between 1601, where Windows begins to count, and 1970. */
const ticksTo1970 = 116_444_736_000_000_000n

/** ISO 8601 with all seven digits. */
export function fileTime(ticks: bigint): string {
  const since1970 = ticks - ticksTo1970
  const fraction = ((since1970 % 10_000_000n) + 10_000_000n) % 10_000_000n
  const date = new Date(Number((since1970 - fraction) / 10_000n))
  if (Number.isNaN(date.getTime())) return String(ticks)
  return `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(7, '0')}Z`
}

function systemTime(view: DataView): string {
  const [year, month, , day, hour, minute, second, milliseconds] = Array.from({ length: 8 }, (_, at) =>
    view.getUint16(at * 2, true),
  ) as [number, number, number, number, number, number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds))
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

function sid(view: DataView): string {
  const count = view.getUint8(1)
  const authority = view.getUint16(2, false) * 2 ** 32 + view.getUint32(4, false)
  const subs = Array.from({ length: count }, (_, at) => view.getUint32(8 + at * 4, true))
  return ['S', view.getUint8(0), authority, ...subs].join('-')
}

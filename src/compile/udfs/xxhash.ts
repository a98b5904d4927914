// xxHash64 with seed 0, as its specification (github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) describes it.
const prime1 = 0x9e3779b185ebca87n
const prime2 = 0xc2b2ae3d27d4eb4fn
const prime3 = 0x165667b19e3779f9n
const prime4 = 0x85ebca77c2b2ae63n
const prime5 = 0x27d4eb2f165667c5n

const bits64 = (value: bigint) => BigInt.asUintN(64, value)
const rotate = (value: bigint, by: bigint) => bits64((value << by) | (value >> (64n - by)))
const round = (lane: bigint, input: bigint) => bits64(rotate(bits64(lane + input * prime2), 31n) * prime1)

function mergeLane(hash: bigint, lane: bigint): bigint {
  return bits64((hash ^ round(0n, lane)) * prime1 + prime4)
}

/** The hash as a signed number of 64 bits. */
export function xxhash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  let hash: bigint
  if (bytes.length >= 32) {
    let lanes = [bits64(prime1 + prime2), prime2, 0n, bits64(-prime1)]
    for (; at + 32 <= bytes.length; at += 32) {
      const from = at
      lanes = lanes.map((lane, index) => round(lane, view.getBigUint64(from + index * 8, true)))
    }
    const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint]
    hash = bits64(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n))
    for (const lane of lanes) hash = mergeLane(hash, lane)
  } else hash = prime5
  hash = bits64(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = bits64(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4)
  }
  if (at + 4 <= bytes.length) {
    hash = bits64(rotate(hash ^ bits64(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3)
    at += 4
  }
  for (; at < bytes.length; at++) hash = bits64(rotate(hash ^ bits64(BigInt(bytes[at]!) * prime5), 11n) * prime1)
  hash = bits64((hash ^ (hash >> 33n)) * prime2)
  hash = bits64((hash ^ (hash >> 29n)) * prime3)
  return BigInt.asIntN(64, hash ^ (hash >> 32n))
}

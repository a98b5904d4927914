/** What files begin with. Bytes as hexadecimal digits, at an offset. */
const beginnings: readonly { readonly type: string; readonly bytes: string; readonly at?: number }[] = [
  { type: 'zip', bytes: '504b0304' },
  { type: 'zip', bytes: '504b0506' },
  { type: 'gz', bytes: '1f8b08' },
  { type: '7z', bytes: '377abcaf271c' },
  { type: 'rar', bytes: '526172211a07' },
  { type: 'xz', bytes: 'fd377a585a00' },
  { type: 'bz2', bytes: '425a68' },
  { type: 'cab', bytes: '4d53434600000000' },
  { type: 'pdf', bytes: '255044462d' },
  { type: 'msi', bytes: 'd0cf11e0a1b11ae1' },
  { type: 'wim', bytes: '4d5357494d000000' },
  { type: 'elf', bytes: '7f454c46' },
  { type: 'macho', bytes: 'cffaedfe' },
  { type: 'macho', bytes: 'feedfacf' },
  { type: 'class', bytes: 'cafebabe0000' },
  { type: 'lnk', bytes: '4c0000000114020000000000c000000000000046' },
  { type: 'png', bytes: '89504e470d0a1a0a' },
  { type: 'jpg', bytes: 'ffd8ff' },
  { type: 'gif', bytes: '474946383961' },
  { type: 'certificate', bytes: '308201' },
  { type: 'certificate', bytes: '308202' },
  { type: 'tar', bytes: '7573746172', at: 257 },
]

/**
 * What kind of file bytes are, by how they begin: `exe`, `dll`, `sys` (by the header of Windows), `zip`, `zip with password`, `gz`, `7z`, `rar`, `xz`,
 * `cab`, `pdf`, `msi` (any compound file of Office or the installer), `wim`, `elf`, `macho`, `lnk`, `png`, `tar` …; undefined where unknown. Two letters
 * may come by chance: `sure` is false where a program has no header behind them.
 */
export function fileTypeOf(bytes: Uint8Array): { readonly type: string; readonly sure: boolean } | undefined {
  if (bytes.length > 64 && bytes[0] === 0x4d && bytes[1] === 0x5a) return programType(bytes)
  for (const { type, bytes: beginning, at = 0 } of beginnings) {
    if (!startsWith(bytes, beginning, at)) continue
    const locked = type === 'zip' && beginning === '504b0304' && (bytes[6]! & 1) === 1
    return { type: locked ? 'zip with password' : type, sure: true }
  }
  return undefined
}

function startsWith(bytes: Uint8Array, beginning: string, at: number): boolean {
  if (bytes.length < at + beginning.length / 2) return false
  for (let digit = 0; digit < beginning.length; digit += 2) {
    if (bytes[at + digit / 2] !== Number.parseInt(beginning.slice(digit, digit + 2), 16)) return false
  }
  return true
}

/** Of a program of Windows: the header says whether it is a library, the subsystem whether it is a driver. A cut one counts as exe. */
function programType(bytes: Uint8Array): { readonly type: string; readonly sure: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const header = view.getUint32(0x3c, true)
  if (header + 96 > bytes.length) return { type: 'exe', sure: header >= 0x40 && header < 0x1000 }
  if (view.getUint32(header, false) !== 0x50450000) return { type: 'exe', sure: false }
  const isLibrary = (view.getUint16(header + 22, true) & 0x2000) !== 0
  const isDriver = view.getUint16(header + 92, true) === 1
  return { type: isDriver ? 'sys' : isLibrary ? 'dll' : 'exe', sure: true }
}

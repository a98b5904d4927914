/** A process created for another logon belongs to that one. */
export function effectiveLogon(target: string, subject: string): string {
  return target === '' || target === '-' || /^0x0+$/.test(target) ? subject : target
}

/** `0x3e7`, `0x00000000000003E7` and `999` are one logon. */
export function comparableLogon(text: string): string {
  const trimmed = text.trim().toLowerCase()
  return /^0x[0-9a-f]{1,16}$/.test(trimmed) ? BigInt(trimmed).toString() : trimmed
}

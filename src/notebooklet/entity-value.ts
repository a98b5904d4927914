import type { EntityType } from './result-data.ts'

/** Texts that stand for "none" in logs. */
const nothing: ReadonlySet<string> = new Set(['', '-', '--', '-\\-', '\\', 'n/a', 'none', 'null', 'unknown', '0x0'])

/** An actor of sessions that several columns name together, or none: `alice · 198.51.100.7`, `(unknown) from 198.51.100.7`. */
const isJoined = / · |^\(unknown\)/

/** Addresses of the machine itself, and the unspecified ones: nothing to go on from. */
const nowhere = /^(127(\.\d{1,3}){3}|0\.0\.0\.0|::1?|localhost)$/

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/

/** The value an investigation can go on from, or undefined where the text names nothing. Case is kept. */
export function entityValue(type: EntityType, text: string): string | undefined {
  const trimmed = text.trim()
  if (nothing.has(trimmed.toLowerCase())) return undefined
  if (type === 'ip') return address(trimmed)
  if (type === 'account') return isJoined.test(trimmed) ? undefined : trimmed.replace(/^[-.]?\\/, '')
  return trimmed
}

/** Without port, brackets and the prefix of an IPv4 address written as IPv6. Undefined for what is no address. */
function address(text: string): string | undefined {
  const unported = text.startsWith('[')
    ? text.replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1')
    : text.replace(/^((?:\d{1,3}\.){3}\d{1,3}):\d{1,5}$/, '$1')
  const plain = unported.replace(/^::ffff:(?=(?:\d{1,3}\.){3}\d{1,3}$)/i, '').replace(/%[\w.]+$/, '')
  if (nowhere.test(plain)) return undefined
  if (ipv4.test(plain)) return plain.split('.').every((part) => Number(part) <= 255) ? plain : undefined
  return /^[0-9a-f:.]+$/i.test(plain) && plain.split(':').length > 2 ? plain.toLowerCase() : undefined
}

import type { RequestTime, RunRequest } from '../../notebooklet/desk.ts'
import { secondText, type Zone } from '../../report/charts/zone.ts'

/** The time of a request as an analyst writes it: `7d`, `start .. end` with either side open, or `datetime ± 12h`. */
export function timeText({ timespan, start, end, around, within }: RequestTime): string {
  if (around !== undefined) return within === undefined ? `${around} ±` : `${around} ± ${within}`
  if (start === undefined && end === undefined) return timespan ?? ''
  return `${start ?? ''} .. ${end ?? ''}`.trim()
}

/** The time that such a text means; nothing where it is empty. `+-` stands for `±`. */
export function timeFromText(text: string): RequestTime {
  if (text === '') return {}
  const [around, within] = text.split(/±|\+-/).map((side) => side.trim())
  if (within !== undefined) return { around, ...(within && { within }) }
  const [start, end] = text.split('..').map((side) => side.trim())
  if (end === undefined) return { timespan: text }
  return { ...(start && { start }), ...(end && { end }) }
}

/** The time a request asks for, in words; undefined where it leaves that to the notebooklet. */
export function askedTimeText({ timespan, start, end, around, within = '1d' }: RunRequest): string | undefined {
  if (around !== undefined) return `${within} on each side of ${around}`
  if (start !== undefined || end !== undefined) return `${start ?? '…'} to ${end ?? 'now'}`
  return timespan === undefined ? undefined : `last ${timespan}`
}

/** `2026-03-01 → 2026-03-08 UTC`; the clock only where it is not midnight on both sides. */
export function rangeText({ start, end }: { start: string; end: string }, zone: Zone): string {
  const texts = [start, end].map((at) => shortTime(at, zone))
  const days = texts.every((text) => text.endsWith(' 00:00')) ? texts.map((text) => text.slice(0, -6)) : texts
  return `${days.join(' → ')} ${zone.label}`
}

/** To the second; without seconds where there are none. */
export function shortTime(at: string, zone: Zone): string {
  return secondText(at, zone).replace(/(\d\d:\d\d):00$/, '$1')
}

import { editDistance } from '../lib/diagnostic.ts'

/** Most values that are offered for one that is not there. */
const mostOffered = 3

/**
 * The values nearest to what was asked, nearest first, none where none is near enough to be meant. Names are compared whole and by
 * their own part: of accounts without the domain, of hosts the short name. A value that holds what was asked is near.
 */
export function nearestValues(asked: string, known: Iterable<string>): readonly string[] {
  const wanted = ownParts(asked)
  const near: { readonly value: string; readonly distance: number }[] = []
  for (const value of new Set(known)) {
    const distance = Math.min(
      ...ownParts(value).flatMap((part) =>
        wanted.map((want) => distanceWithin(want, part) ?? Number.POSITIVE_INFINITY),
      ),
    )
    if (distance !== Number.POSITIVE_INFINITY) near.push({ value, distance })
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostOffered)
    .map(({ value }) => value)
}

/** How many letters two names differ by; undefined where they differ by more than a slip of the hand. */
function distanceWithin(asked: string, name: string): number | undefined {
  if (asked.length >= 4 && name !== asked && name.includes(asked)) return 0.5
  const most = Math.max(1, Math.floor(asked.length / 4))
  if (Math.abs(asked.length - name.length) > most) return undefined
  const distance = editDistance(asked, name)
  return distance <= most ? distance : undefined
}

function ownParts(text: string): readonly string[] {
  const whole = text.trim().toLowerCase()
  const withoutDomain = whole.replace(/^[^\\]*\\/, '').replace(/@[^@]*$/, '')
  const short = /^[^.\s]+\.[^\s]+\.[^.\s]+$/.test(withoutDomain) ? withoutDomain.split('.')[0]! : withoutDomain
  return [...new Set([whole, withoutDomain, short])].filter((part) => part !== '')
}

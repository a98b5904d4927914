import type { Udf } from '../row.ts'
import { isList } from './is-list.ts'

/** A group of texts: the pattern, how many rows, one of the texts. */
export interface TextGroup {
  readonly pattern: string
  readonly count: bigint
  readonly representative: string
}

/** The words of a text, with what stands before the first, between them and behind the last: words at the odd places. */
type Parts = readonly string[]

/** The name of the group of all texts that are like no other. */
const others = 'others'

/** A word is a run of letters and digits of ASCII, but for those that are said to part words. */
function splitter(characters: string): RegExp {
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
  return new RegExp(`([${letters.filter((letter) => !characters.includes(letter)).join('')}]+)`)
}

/**
 * Clusters of lines as Vaarandi's SLCT finds them (A Data Clustering Algorithm for Mining Patterns From Event Logs, 2003): a
 * word in its place is frequent where more than `threshold` of the rows have it; texts with the same frequent words are
 * a group, if more than `threshold` of the rows are in it. What is left is `others`, without a representative. The
 * largest group comes first.
 */
export function reduceTexts(
  texts: readonly string[],
  counts: readonly bigint[],
  threshold: number,
  characters: string,
): TextGroup[] {
  const words = splitter(characters)
  const parsed = texts.map((text): Parts => text.split(words))
  const total = counts.reduce((sum, count) => sum + count, 0n)
  const least = threshold * Number(total)
  const frequencies: Map<string, number>[] = []
  parsed.forEach((parts, line) => {
    for (let place = 1; place < parts.length; place += 2) {
      const ofPlace = frequencies[place] ?? new Map<string, number>()
      frequencies[place] = ofPlace
      ofPlace.set(parts[place]!, (ofPlace.get(parts[place]!) ?? 0) + Number(counts[line]))
    }
  })
  const isFrequent = (place: number, word: string) => frequencies[place]!.get(word)! > least
  const groups = new Map<string, { count: bigint; representative: string }>()
  parsed.forEach((parts, line) => {
    const pattern = patternOf(parts, isFrequent, characters)
    if (pattern === undefined) return
    const group = groups.get(pattern)
    if (group) group.count += counts[line]!
    else groups.set(pattern, { count: counts[line]!, representative: texts[line]! })
  })
  const found = [...groups]
    .filter(([, { count }]) => Number(count) > least)
    .map(([pattern, group]) => ({ pattern, ...group }))
    .sort((left, right) => Number(right.count - left.count))
  const grouped = found.reduce((sum, { count }) => sum + count, 0n)
  return grouped < total ? [...found, { pattern: others, count: total - grouped, representative: '' }] : found
}

/** Words that are not frequent become one `*` together; a letter that was said to part words disappears beside it. Undefined where no word is. */
function patternOf(
  parts: Parts,
  isFrequent: (place: number, word: string) => boolean,
  characters: string,
): string | undefined {
  const plain = (between: string) =>
    characters === '' ? between : [...between].filter((letter) => !characters.includes(letter)).join('')
  let pattern = ''
  let isAnyKept = false
  let wasKept = true
  for (let place = 1; place < parts.length; place += 2) {
    const [between, word] = [parts[place - 1]!, parts[place]!]
    const isKept = isFrequent(place, word)
    if (isKept) pattern += (wasKept ? between : plain(between)) + word
    else if (wasKept) pattern += `${plain(between)}*`
    isAnyKept ||= isKept
    wasKept = isKept
  }
  const rest = parts.at(-1)!
  return isAnyKept ? pattern + (wasKept ? rest : plain(rest)) : undefined
}

export const reduceUdfs: readonly Udf[] = [
  {
    // Distinct texts, how many rows have each → patterns, counts (as text), representatives.
    name: 'kql_reduce',
    parameters: ['VARCHAR[]', 'BIGINT[]', 'DOUBLE', 'VARCHAR'],
    returns: 'VARCHAR[][]',
    evaluate(texts, counts, threshold, characters) {
      if (!isList(texts) || !isList(counts) || typeof threshold !== 'number') return null
      const groups = reduceTexts(
        texts as readonly string[],
        counts as readonly bigint[],
        threshold,
        String(characters ?? ''),
      )
      return [
        groups.map(({ pattern }) => pattern),
        groups.map(({ count }) => String(count)),
        groups.map(({ representative }) => representative),
      ]
    },
  },
]

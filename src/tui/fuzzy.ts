/**
 * How well typed letters fit a text: all of them must occur in order, in any case. Higher is better; undefined where they
 * do not occur. Beginnings of words and unbroken runs count most, so `as` finds "Account summary" before "Hash lookup".
 */
export function fuzzyScore(typed: string, text: string): number | undefined {
  const letters = typed.toLowerCase().replaceAll(' ', '')
  const target = text.toLowerCase()
  if (letters === '') return 0
  let score = wholeScore(target, typed.trim().toLowerCase())
  let at = 0
  let run = 0
  for (const letter of letters) {
    const found = bestPlace(target, letter, at)
    if (found < 0) return undefined
    const startsWord = found === 0 || /[\s\-_/.:(]/.test(target[found - 1]!)
    run = found === at && at > 0 ? run + 1 : 0
    score += (startsWord ? 8 : 0) + run * 4 - Math.min(6, found - at) * 0.5
    at = found + letter.length
  }
  return score
}

/** For a text that has the typed one in it as it is: most at its own beginning, then at that of a word. */
function wholeScore(target: string, typed: string): number {
  const found = target.indexOf(typed)
  if (found < 0) return 0
  const startsWord = found === 0 || wordStarts(target).some((at) => target.startsWith(typed, at))
  return (startsWord ? 110 : 80) - Math.min(30, found)
}

function wordStarts(target: string): number[] {
  return Array.from(target.matchAll(/(?<=[\s\-_/.:(])\S/g), ({ index }) => index)
}

/** The next beginning of a word with that letter if there is one near, else its next occurrence. */
function bestPlace(target: string, letter: string, from: number): number {
  const next = target.indexOf(letter, from)
  if (next < 0 || next === from) return next
  for (let at = next; at >= 0 && at < from + 24; at = target.indexOf(letter, at + 1)) {
    if (/[\s\-_/.:(]/.test(target[at - 1] ?? ' ')) return at
  }
  return next
}

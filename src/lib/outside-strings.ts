/**
 * JSON text with what stands outside of its strings changed, piece by piece; strings stay as they are, one that does not end up to the
 * end of the text. One pass, whatever the text holds: it may be a line of a log that only looks like JSON.
 */
export function outsideStrings(json: string, change: (piece: string) => string): string {
  let changed = ''
  let at = 0
  for (;;) {
    const open = json.indexOf('"', at)
    if (open < 0) return changed + change(json.slice(at))
    const end = endOfString(json, open)
    changed += change(json.slice(at, open)) + json.slice(open, end)
    at = end
  }
}

function endOfString(json: string, open: number): number {
  for (let from = open + 1; ; ) {
    const quote = json.indexOf('"', from)
    if (quote < 0) return json.length
    let before = quote
    while (before > from && json[before - 1] === '\\') before--
    if ((quote - before) % 2 === 0) return quote + 1
    from = quote + 1
  }
}

/** The names of a list `a, ['b c'], "d"`; none of an empty one. */
export function listed(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map(unquoted)
    .filter((each) => each !== '')
}

/** The name itself of one that may stand in brackets or quotes. */
export function unquoted(text: string): string {
  const whole = text.trim()
  // Trimmed apart: a pattern with white space on both sides of anything takes hours over a text of spaces.
  const inner = /^\[([^[\]]*)\]$/.exec(whole)?.[1]?.trim() ?? whole
  return inner.replace(/^(["'])([^"']*)\1$/, '$2')
}

/** The names of a list `a, ['b c'], "d"`; none of an empty one. */
export function listed(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map(unquoted)
    .filter((each) => each !== '')
}

/** The name itself of one that may stand in brackets or quotes. */
export function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^\[\s*([^[\]]*?)\s*\]$/, '$1')
    .replace(/^(["'])([^"']*)\1$/, '$2')
}

/** What a STIX pattern compares with: the texts that observables may equal. */
export interface PatternValues {
  readonly values: readonly string[]
  /** More than one of them must be there. */
  readonly isPart: boolean
}

const paths =
  /^(?:ipv[46]-addr:value|domain-name:value|url:value|email-addr:value|email-message:(?:from|sender)_ref\.value|network-traffic:(?:src|dst)_ref\.value|(?:file|artifact):hashes\.\S+)$/

const comparison =
  /(\bNOT\s+)?([\w-]{1,64}:[^\s=!<>]{1,250})\s*(NOT\s+)?(=|IN\b|ISSUBSET\b)\s*(\([^()]*\)|'(?:\\.|[^'\\])*')/gi

/**
 * The addresses, networks, domains, URLs, hashes and e-mail addresses that a pattern of STIX 2 compares with by `=`, `IN` and `ISSUBSET`; what it
 * excludes is left out.
 */
export function valuesOfPattern(pattern: string): PatternValues {
  const values: string[] = []
  for (const [, before, path, not, operator, literal] of pattern.matchAll(comparison)) {
    if (before || not || !paths.test(path!.replaceAll("'", ''))) continue
    const literals =
      operator!.toUpperCase() === 'IN' ? [...literal!.matchAll(/'(?:\\.|[^'\\])*'/g)].map(([one]) => one) : [literal!]
    values.push(...literals.filter((one) => one.startsWith("'")).map((one) => one.slice(1, -1).replace(/\\(.)/g, '$1')))
  }
  const outside = pattern.replace(/'(?:\\.|[^'\\])*'/g, "''")
  return { values, isPart: /\bAND\b|\bFOLLOWEDBY\b/i.test(outside) }
}

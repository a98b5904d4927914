/**
 * KQL without what stands in its texts and comments: those are blank, and all else stays where it was. For looking for words
 * of the language in a query that is bound elsewhere.
 */
export function withoutTexts(kql: string): string {
  return kql.replace(
    /\/\/[^\n]*|```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"]|"")*"?|@'(?:[^']|'')*'?|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/g,
    (found) => found.replace(/[^\n]/g, ' '),
  )
}

/** Which of these tables a query names, in the order in which they are given. */
export function tablesNamed(kql: string, tables: Iterable<string>): string[] {
  const words = new Set(withoutTexts(kql).match(/(?<![\w.])[A-Za-z_]\w*/g) ?? [])
  return [...tables].filter((table) => words.has(table))
}

/** The texts of KQL in which white space counts, each with the `h` before it that says it is a secret; and comments. */
const passive =
  /\/\/[^\n]*|[hH]?(?:```[\s\S]*?```|~~~[\s\S]*?~~~|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g

/** The query with comments and layout taken out, so that the same question laid out otherwise is the same text. */
export function plainKql(kql: string): string {
  let plain = ''
  const add = (layout: string) => {
    const text = layout.replace(/\s+/g, ' ')
    plain += plain.endsWith(' ') ? text.replace(/^ /, '') : text
  }
  let from = 0
  for (const match of kql.matchAll(passive)) {
    add(kql.slice(from, match.index))
    if (match[0].startsWith('//')) add(' ')
    else plain += match[0]
    from = match.index + match[0].length
  }
  add(kql.slice(from))
  return plain.trim()
}

/** The query without its texts and comments: the words that do something. */
export function wordsOfKql(kql: string): string {
  return kql.replace(passive, ' ')
}

/** What stands in the texts that a query marks as secrets: `h"…"`. */
export function secretsIn(kql: string): string[] {
  return Array.from(kql.matchAll(passive), ([text]) => text)
    .filter((text) => /^h/i.test(text))
    .map((text) => text.replace(/^h@?(?:```|~~~|["'])/i, '').replace(/(?:```|~~~|["'])$/, ''))
    .filter((secret) => secret !== '')
}

/** Without secrets, and without what looks like a token; as long as before, so that places in it stay places in it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const shown = secrets.reduce((rest, secret) => rest.replaceAll(secret, starsFor(secret)), text)
  return withoutBearers(shown).replace(signedToken, (token, rest: string | undefined) =>
    rest === undefined ? token : starsFor(token),
  )
}

/**
 * The signed tokens that Azure gives out. One that lacks its later parts is taken too, so that its text is read once only: a service
 * may send any text.
 */
const signedToken = /\beyJ[\w-]{8,}(\.[\w-]+\.[\w-]*)?/gi

/** Without what stands behind `Bearer`. */
function withoutBearers(text: string): string {
  const bearer = /[\w\-.~+/]+=*/y
  let shown = ''
  for (const { index, 0: scheme } of text.matchAll(/\bBearer\s+(?=[\w\-.~+/]{8})/gi)) {
    bearer.lastIndex = index + scheme.length
    const token = bearer.exec(text)![0]
    shown += text.slice(shown.length, index + scheme.length) + starsFor(token)
  }
  return shown + text.slice(shown.length)
}

function starsFor(secret: string): string {
  return '*'.repeat(secret.length)
}

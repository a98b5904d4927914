import { attackNames } from './attack-names.ts'

const all = new Map<string, { readonly name: string; readonly under?: string }>()
for (const line of attackNames.trim().split('\n')) {
  const [technique = '', ...below] = line.split(' | ')
  const [id, name] = idAndRest(technique)
  all.set(id, { name })
  for (const each of below) {
    const [number, sub] = idAndRest(each)
    all.set(`${id}.${number}`, { name: sub, under: name })
  }
}

function idAndRest(text: string): [string, string] {
  const at = text.indexOf(' ')
  return [text.slice(0, at), text.slice(at + 1)]
}

/** Names of the techniques of MITRE ATT&CK by their ids: `T1110.001` is `Password Guessing`. */
export const attackTechniques: Readonly<Record<string, string>> = Object.fromEntries(
  [...all].map(([id, { name }]) => [id, name]),
)

/** `T1098 Account Manipulation`; the id alone where nobody knows its name. */
export function techniqueText(id: string): string {
  return Object.hasOwn(attackTechniques, id) ? `${id} ${attackTechniques[id]}` : id
}

const techniqueId = /\bT\d{4}(?:\.\d{3})?\b/g

/** The ids of techniques that a text names, as often as it does. */
export function techniqueIds(text: string): readonly string[] {
  return text.match(techniqueId) ?? []
}

/**
 * A text with the name beside the id of every technique, that of what is above it too: `T1110.001 Brute Force: Password Guessing`. Ids that are not
 * known, and those that are named already, stay as they are.
 */
export function withTechniqueNames(text: string): string {
  return text.replace(techniqueId, (id, at: number) => {
    const known = all.get(id)
    if (!known) return id
    const full = known.under === undefined ? known.name : `${known.under}: ${known.name}`
    const rest = text
      .slice(at + id.length)
      .trimStart()
      .toLowerCase()
    const isNamed = rest.startsWith(known.name.toLowerCase()) || rest.startsWith(full.toLowerCase())
    return isNamed ? id : `${id} ${full}`
  })
}

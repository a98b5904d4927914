import { HuntletError, nearest } from '../lib/diagnostic.ts'

/**
 * Options that are on. Plain names replace the defaults; `+name` and `-name` change them (or change the plain names beside
 * them); a later word wins. Several may stand in one text, between commas. Throws `UNKNOWN_OPTION`.
 */
export function resolveOptions(
  declared: Readonly<Record<string, { readonly default: boolean }>>,
  asked: readonly string[],
): readonly string[] {
  const words = asked.flatMap((text) => text.split(/[,\s]+/)).filter((word) => word !== '')
  const named = words.map((word) => ({ word, name: word.replace(/^[+-]/, '') }))
  for (const { name } of named) {
    if (!Object.hasOwn(declared, name)) throw unknownOption(name, Object.keys(declared))
  }
  const plain = named.filter(({ word, name }) => word === name)
  const defaults = Object.keys(declared).filter((name) => declared[name]!.default)
  const on = new Set(plain.length > 0 ? plain.map(({ name }) => name) : defaults)
  for (const { word, name } of named) {
    if (word.startsWith('-')) on.delete(name)
    else on.add(name)
  }
  return Object.keys(declared).filter((name) => on.has(name))
}

function unknownOption(name: string, known: readonly string[]): HuntletError {
  const close = nearest(name, known)
  const hint = close
    ? `Did you mean \`${close}\`?`
    : known.length > 0
      ? `Options: ${known.join(', ')}.`
      : 'It has no options.'
  return new HuntletError('UNKNOWN_OPTION', `There is no option \`${name}\`.`, { hint })
}

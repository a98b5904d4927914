import { damaged, listOf, objectOf, shown, wholeNumber } from './check-saved.ts'
import { loadSessionModel, type SavedSessionModel, saveSessionModel } from './saved-session-model.ts'
import type { SessionBaseline } from './session-baseline.ts'
import type { SurpriseReference } from './surprise-reference.ts'

/** A baseline as JSON holds it: a saved model, and what surprises are set against. */
export interface SavedBaseline extends SavedSessionModel {
  readonly tokens: boolean
  readonly references: readonly SurpriseReference[]
}

/** The baseline as plain data for `JSON.stringify`. See `saveSessionModel`. */
export function saveBaseline({ model, tokens, references }: SessionBaseline): SavedBaseline {
  return { ...saveSessionModel(model), tokens, references }
}

/**
 * Reads what `saveBaseline` made, from parsed JSON. Throws as `loadSessionModel` does, also where there is a model alone, with nothing
 * to set a surprise against.
 */
export function loadBaseline(json: unknown): SessionBaseline {
  const model = loadSessionModel(json)
  const { tokens, references } = objectOf(json, 'The baseline')
  if (typeof tokens !== 'boolean') throw damaged(`\`tokens\` is ${shown(tokens)}, not true or false`)
  const read = listOf(references, 'references').map((each, at) => readReference(each, `references[${at}]`))
  const other = read.find(({ count }) => count !== model.sessionCount)
  if (other) throw damaged(`a reference is of ${other.count} sessions, the model of ${model.sessionCount}`)
  return { model, tokens, references: read }
}

function readReference(json: unknown, what: string): SurpriseReference {
  const { count, window, median, spread, unusualFrom, surprises, atLeast } = objectOf(json, `\`${what}\``)
  const sessions = wholeNumber(count, 1, Number.MAX_SAFE_INTEGER, `${what}.count`)
  const kept = listOf(surprises, `${what}.surprises`).map((each, at) => finite(each, `${what}.surprises[${at}]`))
  const counts = listOf(atLeast, `${what}.atLeast`)
  if (counts.length !== kept.length || kept.length === 0) {
    throw damaged(`\`${what}\` has ${kept.length} surprises and ${counts.length} counts of them`)
  }
  const rising = counts.map((each, at) =>
    wholeNumber(each, at === 0 ? 1 : (counts[at - 1] as number) + 1, sessions, `${what}.atLeast[${at}]`),
  )
  if (rising.at(-1) !== sessions) throw damaged(`\`${what}.atLeast\` ends with ${rising.at(-1)}, not ${sessions}`)
  const unordered = kept.findIndex((surprise, at) => at > 0 && surprise >= kept[at - 1]!)
  if (unordered >= 0) throw damaged(`\`${what}.surprises[${unordered}]\` is not less than the one before it`)
  const scale = finite(spread, `${what}.spread`)
  if (scale <= 0) throw damaged(`\`${what}.spread\` is ${scale}, not above 0`)
  return {
    count: sessions,
    window: wholeNumber(window, 1, Number.MAX_SAFE_INTEGER, `${what}.window`),
    median: finite(median, `${what}.median`),
    spread: scale,
    unusualFrom: finite(unusualFrom, `${what}.unusualFrom`),
    surprises: kept,
    atLeast: rising,
  }
}

function finite(json: unknown, what: string): number {
  if (typeof json === 'number' && Number.isFinite(json)) return json
  throw damaged(`\`${what}\` is ${shown(json)}, not a number`)
}

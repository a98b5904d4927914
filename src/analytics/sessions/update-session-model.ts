import { copyVocabularies, type EncodedSessions, encodeSessions, type Vocabularies } from './encode-sessions.ts'
import { addPairs, keepRows, type PairCounts, widenPairs } from './pair-counts.ts'
import type { Session } from './session.ts'
import { countSessions, parameterCounts, type SessionModel, valueCounts } from './session-model.ts'

/**
 * The model of what it was trained on and of these sessions together: the same counts as training on both at once, and so the same
 * figures. The model itself stays as it is. Which parameters have categories for values is asked anew, unless they were named when
 * the model was trained. Values that were not saved with a model are not counted on. Throws as `checkSession` does.
 */
export function updateSessionModel(model: SessionModel, sessions: readonly Session[]): SessionModel {
  const vocabularies = copyVocabularies(model.vocabularies)
  return addSessions(model, encodeSessions(sessions, model.kind, vocabularies, true), vocabularies)
}

/** As `updateSessionModel`, for sessions that are ids of vocabularies that begin with those of the model. */
export function addSessions(model: SessionModel, encoded: EncodedSessions, vocabularies: Vocabularies): SessionModel {
  if (encoded.count === 0) return model
  const added = countSessions(encoded, model.kind, vocabularies)
  const commands = vocabularies.commands.size
  const commandCounts = addIds(model.commandCounts, added.commandCounts)
  const counts = {
    kind: model.kind,
    sessionCount: model.sessionCount + added.sessionCount,
    eventCount: model.eventCount + added.eventCount,
    vocabularies,
    commandCounts,
    transitions: addPairs(moveToken(model.transitions, commands), added.transitions),
    repeats: addPairs(widenPairs(model.repeats, commands), added.repeats),
  }
  if (!model.parameters || !added.parameters) return counts
  const size = vocabularies.parameters.size
  const ofParameters = addIds(model.parameters.counts, added.parameters.counts)
  const ofCommand = addPairs(widenPairs(model.parameters.ofCommand, commands), added.parameters.ofCommand)
  const known = model.parameters.values
  const fresh = added.parameters.values
  if (!known || !fresh)
    return { ...counts, parameters: parameterCounts(ofParameters, ofCommand, commandCounts, undefined) }
  const dropped = known.dropped && addIds(known.dropped, new Uint8Array(size))
  const held = dropped ? keepRows(fresh.ofParameter, (parameter) => dropped[parameter] === 0) : fresh.ofParameter
  const ofParameter = addPairs(widenPairs(known.ofParameter, size), held)
  const values = valueCounts(ofParameter, ofParameters, vocabularies, { chosen: known.chosen, dropped })
  return { ...counts, parameters: parameterCounts(ofParameters, ofCommand, commandCounts, values) }
}

/** The start (the last row) and the end (the last column) come after the commands, so they move when these grow. */
function moveToken(pairs: PairCounts, commands: number): PairCounts {
  const before = pairs.rowStart.length - 2
  const rowStart = new Uint32Array(commands + 2).fill(pairs.rowStart[before]!)
  rowStart.set(pairs.rowStart.subarray(0, before))
  rowStart[commands + 1] = pairs.rowStart[before + 1]!
  return { ...pairs, rowStart, columns: pairs.columns.map((column) => (column === before ? commands : column)) }
}

/** Counts of ids; those of the second may be more. */
function addIds<Counts extends Uint32Array | Uint8Array>(known: Counts, added: Counts): Counts {
  const sum = added.slice() as Counts
  for (let id = 0; id < known.length; id++) sum[id]! += known[id]!
  return sum
}

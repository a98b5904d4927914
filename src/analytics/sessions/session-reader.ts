import { decodeSession, type EncodedSessions, type Vocabularies } from './encode-sessions.ts'
import { commandOf, type Session } from './session.ts'

/** Sessions by their position, one looked at after the other: a million of them need not be held as objects. */
export interface SessionReader {
  /** Events of a session. */
  lengthOf(session: number): number
  commandAt(session: number, event: number): string
  /** The whole session; of one that was kept as ids, a value that counts as none is null. */
  sessionAt(session: number): Session
}

/** Sessions that are held. */
export function heldSessions(sessions: readonly Session[]): SessionReader {
  return {
    lengthOf: (session) => sessions[session]!.length,
    commandAt: (session, event) => commandOf(sessions[session]![event]!),
    sessionAt: (session) => sessions[session]!,
  }
}

/** Sessions that are ids, in the words of vocabularies which hold all of them. */
export function encodedSessions(encoded: EncodedSessions, vocabularies: Vocabularies): SessionReader {
  const { offsets, commands } = encoded
  const { names } = vocabularies.commands
  return {
    lengthOf: (session) => offsets[session + 1]! - offsets[session]!,
    commandAt: (session, event) => names[commands[offsets[session]! + event]!]!,
    sessionAt: (session) => decodeSession(encoded, vocabularies, session),
  }
}

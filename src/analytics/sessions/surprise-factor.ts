import type { Share } from './step-surprises.ts'

/** What a surprise is made of: how a step follows, its command, a parameter, a value; how often the session repeats a command; and what is taken off. */
export type FactorKind = 'order' | 'command' | 'parameter' | 'value' | 'repeats' | 'several steps' | 'length'

/** One contribution to the surprise of a session. */
export interface SurpriseFactor {
  /** The member it is about, from 0; undefined for what is about the whole: `repeats`, and what is taken off. */
  readonly member: number | undefined
  readonly kind: FactorKind
  /** `Set-Mailbox → New-InboxRule`, `New-InboxRule`, `New-InboxRule ForwardTo`, `ForwardTo = a@b.example`, `FileDownloaded × 412`. */
  readonly what: string
  /** The command of the member; undefined for the end of the session, and for what is taken off. */
  readonly command?: string | undefined
  /** Of an order: the command before, undefined for the start. */
  readonly before?: string | undefined
  /** Of a parameter or a value. */
  readonly parameter?: string
  /** Of a value. */
  readonly value?: string
  /** Of repeats: how often the session holds the command. */
  readonly times?: number
  /** Negative for what is taken off. */
  readonly bits: number
  /** It occurs `count` times in `total`, and all that is at most as common `tail` times. Of repeats: sessions that hold the command as often. */
  readonly share?: Share
  /** Whether `total` is all events, whatever the command: of a parameter on a command that is itself new. */
  readonly ofAll?: boolean
  /** What is usual there instead, the most common first, with its share. */
  readonly usual: readonly { readonly what: string; readonly share: number }[]
}

import { endLabel } from './rarest-transitions.ts'
import type { Share } from './step-surprises.ts'
import type { SurpriseFactor } from './surprise-factor.ts'

/**
 * The strongest factor as a sentence, with the next one that says something else. What two of them say of one step is said together. What the session
 * repeats is set against the bits that are left of all of its steps: a long session has a rare step somewhere.
 */
export function sentenceOf(factors: readonly SurpriseFactor[], bits: number, repetition?: SurpriseFactor): string {
  const [strongest, ...others] = [...factors].sort((a, b) => b.bits - a.bits || a.member! - b.member!)
  if (repetition && (!strongest || bits < repetition.bits / 2)) return sentence(clauseOf(repetition))
  if (!strongest) return 'Every step is what usually follows.'
  if (repetition && repetition.bits >= bits / 2) {
    const [one, two] = repetition.bits >= bits ? [repetition, strongest] : [strongest, repetition]
    return sentence(`${clauseOf(one)}; ${clauseOf(two)}`)
  }
  const second = others.find((factor) => factor.bits >= strongest.bits / 2 && factor.what !== strongest.what)
  if (!second) return sentence(clauseOf(strongest))
  // The step before the command it leads to.
  const inOrder = second.member! < strongest.member! || (second.member === strongest.member && second.kind === 'order')
  const [one, two] = inOrder ? [second, strongest] : [strongest, second]
  if (one.kind === 'command' && two.kind === 'command') {
    const { total } = one.share!
    return `${one.command} occurs ${onlyTimes(one.share!)} and ${two.command} ${onlyTimes(two.share!)} in ${countOf(total)} events.`
  }
  return sentence(`${clauseOf(one)}; ${clauseOf(two)}`)
}

/** Only our own words begin with a capital: a name stays as it is written. */
function sentence(text: string): string {
  return `${text.replace(/^(after|the) /, (word) => `${word[0]!.toUpperCase()}${word.slice(1)}`)}.`
}

function clauseOf(factor: SurpriseFactor): string {
  const { kind, command, before, parameter, value, usual } = factor
  const share = factor.share!
  const times = timesOf(share)
  const [most] = usual
  if (kind === 'command') return `${command} occurs ${times} events`
  if (kind === 'repeats') {
    const held = `${command} ${countOf(factor.times!)} times in the session, at least as many in ${countOf(share.count)} of ${countOf(share.total)} sessions`
    return most && most.what !== countOf(factor.times!) ? `${held} (usually ${most.what})` : held
  }
  if (kind === 'order') {
    const follows =
      command === undefined
        ? `after ${before} the session ended, ${times}`
        : before === undefined
          ? `the session began with ${command}, ${times}`
          : `${before} was followed by ${command}, ${times}`
    if (!most || share.count >= most.share * share.total) return follows
    return `${follows} (${usually(most, before === undefined)})`
  }
  if (kind === 'parameter') {
    const leading = leadingWord.exec(parameter!)?.[0]
    const had = `${command}${leading ? '' : ' with'} ${parameter}, ${times}${factor.ofAll ? ' events' : ''}`
    const alike = usual.filter((each) => each.what !== parameter && (!leading || each.what.startsWith(leading)))
    if (alike.length === 0) return had
    return `${had} (usually ${alike.map((each) => `${each.what} ${percent(each.share)}`).join(', ')})`
  }
  const was = `${parameter} of ${command} was ${value}, ${times}`
  return !most || most.what === value ? was : `${was} (usually ${most.what}, ${percent(most.share)})`
}

/** Parameters that read on by themselves: `conhost.exe in c:\\windows\\fonts\\`. */
const leadingWord = /^(in|by|from|as|on|with|under) /

function usually(most: SurpriseFactor['usual'][number], first: boolean): string {
  if (most.what === endLabel) return `usually the session ends there, ${percent(most.share)}`
  return first
    ? `usually with ${most.what}, ${percent(most.share)}`
    : `usually ${most.what} follows, ${percent(most.share)}`
}

function timesOf(share: Share): string {
  return `${onlyTimes(share)} in ${countOf(share.total)}`
}

function onlyTimes({ count }: Share): string {
  return count === 1 ? '1 time' : `${countOf(count)} times`
}

/** With commas between thousands, whatever the locale. */
export function countOf(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

function percent(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`
}

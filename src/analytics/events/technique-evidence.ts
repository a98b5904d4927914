import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { techniqueIds } from './attack-techniques.ts'

/** What a row points to: ids of techniques of ATT&CK, each once, and in a few words what for. */
export interface TechniqueEvidence {
  readonly techniques: readonly string[]
  readonly what: readonly string[]
  /** What of it belongs to one technique. */
  readonly whatOf: (technique: string) => string
}

/**
 * Reads techniques of rows from `Technique` (`T1098 Account Manipulation; …`) or `Techniques` (a list), and what for from `Meaning`, `Kind`, or
 * the `Why` of `command-line-features`: as `notable-events`, `logon-guessing` and `command-line-features` give them.
 */
export function evidenceReader(table: Table): (row: number) => TechniqueEvidence {
  const [one, many] = ['Technique', 'Techniques'].map((name) => textReader(table, name))
  const [meaning, why, kind] = ['Meaning', 'Why', 'Kind'].map((name) => textReader(table, name))
  return (row) => {
    const words = meaning!(row) || kind!(row)
    const indicators = words === '' ? indicatorsOf(why!(row)) : []
    return {
      techniques: [...new Set(techniqueIds(`${one!(row)} ${many!(row)}`))],
      what: words === '' ? indicators.map(({ name }) => name) : [words],
      whatOf: (technique) =>
        words ||
        indicators
          .filter(({ id }) => id === technique)
          .map(({ name }) => name)
          .join(', '),
    }
  }
}

/** Of indicators of a command line, `name: reason (technique)` each, names and techniques. */
function indicatorsOf(why: string): { readonly name: string; readonly id: string }[] {
  return why.split('; ').flatMap((part) => {
    const id = /\((T\d{4}(?:\.\d{3})?)\)$/.exec(part)?.[1]
    return id === undefined ? [] : [{ name: part.split(': ')[0]!, id }]
  })
}

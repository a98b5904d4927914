import type { Table } from '../../lib/table.ts'
import { columnTexts } from '../columns/column-texts.ts'

/** The number of the empty text in every vocabulary. */
export const noText = 0

/** Texts as numbers by what they mean; 0 is the empty text. */
export class TextIds {
  /** Each as first written. */
  readonly texts: string[] = ['']
  readonly #ids = new Map<string, number>([['', noText]])
  readonly #meaning: (text: string) => string

  constructor(meaning: (text: string) => string) {
    this.#meaning = meaning
  }

  /** A column's cells of the given rows; all empty where there is no such column. */
  ofColumn(table: Table, name: string | undefined, rows: Uint32Array): Int32Array {
    const ids = new Int32Array(rows.length)
    const { texts, index } = columnTexts(table, name)
    const idOf = new Int32Array(texts.length).fill(-1)
    for (let place = 0; place < rows.length; place++) {
      const text = index[rows[place]!]!
      if (idOf[text]! < 0) idOf[text] = this.add(texts[text]!)
      ids[place] = idOf[text]!
    }
    return ids
  }

  /** The number of a text. */
  add(text: string): number {
    if (text === '') return noText
    const meaning = this.#meaning(text)
    const known = this.#ids.get(meaning)
    if (known !== undefined) return known
    const id = this.texts.push(text) - 1
    this.#ids.set(meaning, id)
    return id
  }
}

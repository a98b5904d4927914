import type { Table } from '../../lib/table.ts'
import { cellText } from './log-texts.ts'

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
    const at = name === undefined ? -1 : table.indexOf(name)
    if (at < 0) return ids
    const data = table.data[at]!
    if (data.kind === 'texts') {
      const idOf = new Int32Array(data.dictionary.length).fill(-1)
      for (let place = 0; place < rows.length; place++) {
        if (data.valid?.[rows[place]!] === 0) continue
        const text = data.index[rows[place]!]!
        if (idOf[text]! < 0) idOf[text] = this.add(data.dictionary[text]!)
        ids[place] = idOf[text]!
      }
      return ids
    }
    // Numbers repeat: each is written out once.
    const known = new Map<unknown, number>()
    for (let place = 0; place < rows.length; place++) {
      const cell = table.cell(rows[place]!, at)
      let id = known.get(cell)
      if (id === undefined) {
        id = this.add(cellText(cell))
        known.set(cell, id)
      }
      ids[place] = id
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

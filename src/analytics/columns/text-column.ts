import type { ColumnData } from '../../lib/table.ts'

/** Collects a column of texts, each distinct one held once. */
export class TextColumn {
  readonly #dictionary: string[] = []
  readonly #positions = new Map<string, number>()
  readonly #index: Uint32Array
  #last: string | undefined
  #lastPosition = 0

  constructor(rowCount: number) {
    this.#index = new Uint32Array(rowCount)
  }

  set(row: number, text: string): void {
    if (text !== this.#last) {
      this.#lastPosition = this.#positions.get(text) ?? this.#add(text)
      this.#last = text
    }
    this.#index[row] = this.#lastPosition
  }

  #add(text: string): number {
    const position = this.#dictionary.push(text) - 1
    this.#positions.set(text, position)
    return position
  }

  /** The column; a row that was never set has the first text, so set them all. */
  toColumn(): ColumnData {
    return { kind: 'texts', dictionary: this.#dictionary, index: this.#index }
  }
}

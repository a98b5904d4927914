import type { Span, StyledLine, Tone } from './styled-line.ts'

/** Bits of the dots of a braille cell, by column (0, 1) and row (0…3) from the top left. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

/** A grid of dots, two wide and four high in each character cell. Each cell has one tone: the last one set. */
export class BrailleCanvas {
  readonly columns: number
  readonly rows: number
  readonly #masks: Uint8Array
  readonly #tones: (Tone | undefined)[]
  readonly #glyphs: (string | undefined)[]

  constructor(columns: number, rows: number) {
    this.columns = columns
    this.rows = rows
    this.#masks = new Uint8Array(columns * rows)
    this.#tones = new Array<Tone | undefined>(columns * rows)
    this.#glyphs = new Array<string | undefined>(columns * rows)
  }

  /** Sets a dot; `x` from 0 to 2·columns − 1, `y` from 0 (top) to 4·rows − 1. Dots outside are nobody's. */
  dot(x: number, y: number, tone?: Tone): void {
    const column = x >> 1
    const row = y >> 2
    if (x < 0 || y < 0 || column >= this.columns || row >= this.rows) return
    const cell = row * this.columns + column
    this.#masks[cell]! |= dots[(x & 1) as 0 | 1][(y & 3) as 0 | 1 | 2 | 3]
    this.#tones[cell] = tone
  }

  /** A straight line of dots; `every` > 1 leaves gaps, for a second line that must look different without colour. */
  line(fromX: number, fromY: number, toX: number, toY: number, tone?: Tone, every = 1): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1)
    for (let step = 0; step <= steps; step++) {
      const x = Math.round(fromX + ((toX - fromX) * step) / steps)
      if (every > 1 && x % every !== 0) continue
      this.dot(x, Math.round(fromY + ((toY - fromY) * step) / steps), tone)
    }
  }

  /** A whole cell's character, on top of its dots. */
  glyph(column: number, row: number, text: string, tone?: Tone): void {
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return
    this.#glyphs[row * this.columns + column] = text
    this.#tones[row * this.columns + column] = tone
  }

  /** The row's cells as spans. */
  row(row: number): StyledLine {
    const spans: Span[] = []
    let text = ''
    let tone: Tone | undefined
    const flush = () => {
      if (text !== '') spans.push(tone === undefined ? { text } : { text, tone })
      text = ''
    }
    for (let cell = row * this.columns; cell < (row + 1) * this.columns; cell++) {
      const mask = this.#masks[cell]!
      const character = this.#glyphs[cell] ?? (mask === 0 ? ' ' : String.fromCharCode(0x2800 + mask))
      const next = character === ' ' ? tone : this.#tones[cell]
      if (next !== tone) {
        flush()
        tone = next
      }
      text += character
    }
    flush()
    return spans
  }
}

/** Cuts a text that comes in pieces into its lines, without the line feeds. However long a line is, each piece is looked at once. */
export class LineCutter {
  #rest = ''

  /** The lines that end in the piece. */
  push(piece: string): string[] {
    const lines = piece.split('\n')
    lines[0] = this.#rest + lines[0]
    this.#rest = lines.pop()!
    return lines
  }

  /** What stands after the last line feed; nothing where that ends the text. */
  end(): string[] {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? [] : [rest]
  }
}

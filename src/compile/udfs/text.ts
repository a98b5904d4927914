import type { Udf } from '../row.ts'

/**
 * Texts replaced one after another; what one put in is out of reach of the next. A rewrite that is no text leaves what it
 * would replace, out of reach too.
 */
function replaceTexts(text: string, sought: readonly unknown[], rewrites: readonly unknown[]): string {
  type Piece = { readonly text: string; readonly done: boolean }
  let pieces: Piece[] = [{ text, done: false }]
  sought.forEach((one, index) => {
    if (typeof one !== 'string' || one === '') return
    const into = rewrites[index]
    const rewrite: Piece = { text: typeof into === 'string' ? into : one, done: true }
    pieces = pieces.flatMap((piece) =>
      piece.done
        ? [piece]
        : piece.text.split(one).flatMap((rest, at) => {
            const open: Piece = { text: rest, done: false }
            return at === 0 ? [open] : [rewrite, open]
          }),
    )
  })
  return pieces.map((piece) => piece.text).join('')
}

export const textUdfs: readonly Udf[] = [
  {
    name: 'kql_replace_strings',
    parameters: ['VARCHAR', 'JSON', 'JSON'],
    returns: 'VARCHAR',
    evaluate(text, sought, rewrites) {
      if (typeof text !== 'string' || typeof sought !== 'string' || typeof rewrites !== 'string') return text ?? ''
      const from: unknown = JSON.parse(sought)
      const to: unknown = JSON.parse(rewrites)
      return Array.isArray(from) && Array.isArray(to) ? replaceTexts(text, from, to) : text
    },
  },
]

import type { StyledLine } from './styled-line.ts'

/** Each glyph drawings and screens are made of, and the one character that stands for it where there is only ASCII. */
const glyphs: Readonly<Record<string, string>> = {
  ...{ '╭': '+', '╮': '+', '╰': '+', '╯': '+', '├': '|', '┤': '+', '┬': '+', '└': '`' },
  ...{ '─': '-', '━': '=', '╌': '-', '│': '|' },
  ...{ '→': '>', '←': '<', '↑': '^', '↓': 'v', '›': '>', '‹': '<', '❯': '>', '▸': '+', '▾': '-' },
  ...{ '●': 'o', '▲': '^', '▼': 'v', '■': '#', '◆': '+', '○': '0', '◌': '.', '•': '*', '·': '.' },
  ...{ '✓': '+', '✗': 'x', '–': '-', '—': '-', '×': 'x', '…': '~', '⋯': '.', '“': '"', '”': '"', '’': "'" },
  ...{ '▁': '1', '▂': '2', '▃': '3', '▄': '4', '▅': '5', '▆': '6', '▇': '7', '█': '#' },
  ...{ '▏': '.', '▎': '.', '▍': ':', '▌': ':', '▋': ':', '▊': '|', '▉': '|' },
  ...{ '▓': '=', '▒': '-', '░': '.', '▚': 'o', '▪': ',', '⏎': '/', '␍': '\\' },
}

const drawn = new RegExp(`[${Object.keys(glyphs).join('')}\u2800-\u28ff]`, 'gu')

/** By how many of a braille cell's eight dots are set. */
const dots = [' ', '.', '.', ':', ':', '*', '*', '#', '#'] as const

/** The text with glyphs as ASCII, of the same width. Other characters, of a log's own texts, stay. */
function asciiText(text: string): string {
  return text.replace(drawn, (glyph) => glyphs[glyph] ?? brailleCharacter(glyph.charCodeAt(0) - 0x2800))
}

export function asciiLine(line: StyledLine): StyledLine {
  return line.map((piece) => ({ ...piece, text: asciiText(piece.text) }))
}

function brailleCharacter(mask: number): string {
  let count = 0
  for (let bits = mask; bits > 0; bits &= bits - 1) count++
  return dots[count] ?? '#'
}

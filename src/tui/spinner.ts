const turns = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const
const asciiTurns = ['|', '/', '-', '\\'] as const

/** A glyph that turns while time goes on: the same instant, the same glyph. */
export function spinner(now: number, ascii: boolean): string {
  const glyphs = ascii ? asciiTurns : turns
  return glyphs[Math.floor(now / 120) % glyphs.length] ?? glyphs[0]
}

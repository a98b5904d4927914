const turns = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

/** A glyph that turns while time goes on: the same instant, the same glyph. */
export function spinner(now: number): string {
  return turns[Math.floor(now / 120) % turns.length] ?? turns[0]
}

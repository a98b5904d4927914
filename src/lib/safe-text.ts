/**
 * Rows come from logs, and logs are written by attackers. Everything shown in a terminal goes through here: control
 * characters, escape sequences, bidirectional overrides and zero-width characters become visible text, so that a cell can
 * neither move the cursor, nor hide itself, nor pretend to be another.
 */
export function safeText(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/g,
    visible,
  )
}

function visible(character: string): string {
  switch (character) {
    case '\n':
      return '⏎'
    case '\r':
      return '␍'
    case '\t':
      return ' '
    default: {
      const code = character.charCodeAt(0)
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
    }
  }
}

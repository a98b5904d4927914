import type { Key } from 'ink'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * The keys of one input event by name: `j`, `up`, `ctrl+d`, `shift+tab`, `enter`, `esc`. An event can hold several: what was
 * typed while a frame was drawn arrives in one piece.
 */
export function keyNames(input: string, key: Key): string[] {
  if (key.eventType === 'release') return []
  const special = specialKey(key)
  if (special !== undefined) return [special]
  if (key.ctrl && input !== '') return [`ctrl+${input}`]
  if (key.meta && input !== '') return [`alt+${input}`]
  return Array.from(graphemes.segment(input), ({ segment }) => characterName(segment))
}

function specialKey(key: Key): string | undefined {
  const modifier = key.ctrl ? 'ctrl+' : key.meta ? 'alt+' : ''
  if (key.upArrow) return `${modifier}up`
  if (key.downArrow) return `${modifier}down`
  if (key.leftArrow) return `${modifier}left`
  if (key.rightArrow) return `${modifier}right`
  if (key.pageUp) return 'page-up'
  if (key.pageDown) return 'page-down'
  if (key.home) return 'home'
  if (key.end) return 'end'
  if (key.return) return 'enter'
  if (key.escape) return 'esc'
  if (key.tab) return key.shift ? 'shift+tab' : 'tab'
  if (key.backspace) return 'backspace'
  if (key.delete) return 'delete'
  return undefined
}

function characterName(character: string): string {
  switch (character) {
    case '\r':
    case '\n':
    case '\r\n':
      return 'enter'
    case '\t':
      return 'tab'
    case ' ':
      return 'space'
    case '\x1b':
      return 'esc'
    case '\x7f':
    case '\b':
      return 'backspace'
    default: {
      const code = character.charCodeAt(0)
      return code < 0x20 ? `ctrl+${String.fromCharCode(code + 0x60)}` : character
    }
  }
}

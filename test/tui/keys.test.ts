import type { Key } from 'ink'
import { describe, expect, test } from 'vitest'
import { keyNames } from '../../src/tui/key-names.ts'
import { bindingsIn, commandFor, keyBindings, keyLabel, keysLabel, type Place } from '../../src/tui/keys.ts'

const places = [...new Set(keyBindings.flatMap((row) => [...row.places]))]

describe('the table of keys', () => {
  test.each(places)('has no key twice in %s', (place) => {
    const keys = keyBindings.filter((row) => row.places.includes(place)).flatMap((row) => row.keys)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  test('has what users of such tools know', () => {
    const table: readonly Place[] = ['table', 'section', 'everywhere']
    const known = {
      j: 'down',
      k: 'up',
      h: 'left',
      l: 'right',
      g: 'first',
      G: 'last',
      'ctrl+d': 'half-down',
      'ctrl+u': 'half-up',
      'page-down': 'page-down',
      enter: 'open',
      esc: 'back',
      q: 'close',
      Q: 'quit',
      'ctrl+c': 'interrupt',
      '/': 'filter',
      n: 'next-hit',
      N: 'previous-hit',
      ':': 'palette',
      'ctrl+p': 'palette',
      '?': 'help',
      tab: 'next-section',
      'shift+tab': 'previous-section',
      '7': 'numbered-section',
      '[': 'previous-section',
      ']': 'next-section',
      s: 'sort',
      S: 'sort-descending',
      c: 'columns',
      y: 'yank',
      Y: 'yank-row',
      e: 'export',
      p: 'pivot',
      v: 'kql',
      r: 'rerun',
      x: 'cancel',
      f: 'follow-up',
      t: 'toggle-view',
      u: 'zone',
    }
    for (const [key, command] of Object.entries(known)) expect([key, commandFor(key, table)]).toEqual([key, command])
  })

  test('lets the narrower place decide, and help leaves out what it hides', () => {
    expect(commandFor('l', ['record', 'everywhere'])).toBe('next-record')
    const record = bindingsIn(['record', 'everywhere'])
    expect(record.some(({ command }) => command === 'palette')).toBe(true)
    const confirm = bindingsIn(['confirm', 'everywhere'])
    expect(confirm.filter(({ command }) => command === 'close')).toEqual([])
  })

  test('is printed as it is typed', () => {
    expect(keyLabel('ctrl+d')).toBe('Ctrl+D')
    expect(keyLabel('enter')).toBe('Enter')
    expect(keysLabel({ ...keyBindings[0], keys: ['1', '2', '3', '4', '5'] })).toBe('1-5')
  })
})

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
}

describe('keys of a terminal', () => {
  test('that come in one piece are taken apart', () => {
    expect(keyNames('jjk', none)).toEqual(['j', 'j', 'k'])
    expect(keyNames('a\r\x7f\t é👍', none)).toEqual(['a', 'enter', 'backspace', 'tab', 'space', 'é', '👍'])
    expect(keyNames('\x04\x1b', none)).toEqual(['ctrl+d', 'esc'])
  })

  test('have names', () => {
    expect(keyNames('', { ...none, tab: true, shift: true })).toEqual(['shift+tab'])
    expect(keyNames('d', { ...none, ctrl: true })).toEqual(['ctrl+d'])
    expect(keyNames('b', { ...none, meta: true })).toEqual(['alt+b'])
    expect(keyNames('', { ...none, pageDown: true })).toEqual(['page-down'])
    expect(keyNames('', none)).toEqual([])
  })
})

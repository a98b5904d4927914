import { expect, it } from 'vitest'
import { columnClip } from '../../src/report/column-clip.ts'

it('cuts what is cut at its end', () => {
  const texts = ['The session began with wevtutil', 'AF-BKP01.corp.alderfinch.example']
  expect(texts.map(columnClip(texts, 20))).toEqual(['The session began w…', 'AF-BKP01.corp.alder…'])
})

it('cuts names that begin alike in their middle', () => {
  const texts = ['CORPORATION\\adm-alice', 'CORPORATION\\adm-bernard', 'x']
  expect(texts.map(columnClip(texts, 16))).toEqual(['CORPOR…adm-alice', 'CORPOR…m-bernard', 'x'])
})

it('keeps the file of a path', () => {
  expect(columnClip([], 24)('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')).toMatch(
    /powershell\.exe$/,
  )
})

it('leaves what fits as it is, wide characters counted', () => {
  expect(columnClip(['漢字漢字'], 8)('漢字漢字')).toBe('漢字漢字')
  expect(columnClip(['漢字漢字漢'], 8)('漢字漢字漢')).toBe('漢字漢…')
})

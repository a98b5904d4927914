import { describe, expect, it } from 'vitest'
import {
  normaliseFolder,
  normaliseProgram,
  normaliseValue,
} from '../../../../src/analytics/preparation/command-line/normalise-value.ts'

describe('normaliseValue', () => {
  it.each([
    ['22', '<n>'],
    ['-1', '<n>'],
    ['0xffffffff', '<n>'],
    ['512MB', '<n>'],
    ['10.0.0.1', '<address>'],
    ['10.0.0.1:80', '<address>'],
    ['fe80::1', '<address>'],
    ['{E10F6C3A-F1AE-4ADC-AA9D-2FE65525666E}', '<guid>'],
    ['https://contoso.com/a?b', '<url>'],
    ['e99a18c428cb38d5f260853678922e03', '<hex>'],
    ['eyJDb21tYW5kSWQiOiIiLCJEb3dubG9hZEZpbGVB', '<base64>'],
    ['C:\\Windows\\Temp\\a\\b.exe', '<temp>/*.exe'],
    ['C:\\Users\\bob\\AppData\\Local\\Temp\\x', '<temp>'],
    ['C:\\Users\\bob\\Desktop\\x.docx', '<user>/*.docx'],
    ['c:/windows/system32/cmd.exe', '<system>/*.exe'],
    ['/etc/passwd', '<settings>'],
    ['/tmp/.x/run.sh', '<temp>/*.sh'],
    ['\\\\server\\c$\\x.dll', '<share>/*.dll'],
    ['D:\\data\\', '<folder>'],
    ['@C:\\Windows\\Temp\\a.rsp', '@<temp>/*.rsp'],
    ['Bypass', 'bypass'],
    ['netsvcs', 'netsvcs'],
    ['job-20240101-a', 'job-<n>-a'],
    ['', ''],
  ])('%s is %s', (value, expected) => expect(normaliseValue(value)).toBe(expected))

  it('cuts what is long', () => expect(normaliseValue('a b '.repeat(1000))).toHaveLength(60))
})

describe('normaliseFolder', () => {
  it.each([
    ['C:\\Users\\Bob\\AppData\\Local\\Temp\\', 'c:\\users\\<user>\\appdata\\local\\temp\\'],
    ['C:\\Users\\Public\\', 'c:\\users\\public\\'],
    ['/home/bob/bin/', '/home/<user>/bin/'],
    ['C:\\ProgramData\\Defender\\4.18.1812.3-0\\', 'c:\\programdata\\defender\\<n>\\'],
    ['C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\', 'c:\\windows\\microsoft.net\\framework64\\v<n>\\'],
    ['C:\\Windows\\WinSxS\\amd64_x_10.0.1_none_7e\\', 'c:\\windows\\winsxs\\<component>\\'],
    ['C:\\T\\035D6998-DF13-4708-AF18-97B083BADB72\\', 'c:\\t\\<guid>\\'],
    ['C:\\T\\8f3a91c2d4\\', 'c:\\t\\<hex>\\'],
    ['C:\\Windows\\System32\\', 'c:\\windows\\system32\\'],
  ])('%s is %s', (folder, expected) => expect(normaliseFolder(folder)).toBe(expected))
})

describe('normaliseProgram', () => {
  it.each([
    ['am_engine_patch_1.1.15600.4.exe', 'am_engine_patch_<n>.exe'],
    ['mpam-d3ea18d4.exe', 'mpam-<hex>.exe'],
    ['7z.exe', '7z.exe'],
    ['svch0st.exe', 'svch0st.exe'],
    ['tsetup.1.exe', 'tsetup.1.exe'],
  ])('%s is %s', (name, expected) => expect(normaliseProgram(name)).toBe(expected))
})

import { describe, expect, it } from 'vitest'
import { argumentShape, normalPath } from '../../../src/analytics/clustering/process-behaviour.ts'

describe('normalPath', () => {
  it.each([
    ['C:\\Users\\Ada\\Downloads\\Setup-1.2.3.exe', 'c:\\users\\*\\downloads', 'setup-#.exe'],
    ['\\??\\C:\\Windows\\System32\\conhost.exe', 'c:\\windows\\system32', 'conhost.exe'],
    ['C:\\Program Files (x86)\\A\\92.0.902.67\\net1.exe', 'c:\\program files (x86)\\a\\#', 'net1.exe'],
    ['C:\\Windows\\WinSxS\\amd64_x_31bf3856\\TiWorker.exe', 'c:\\windows\\winsxs\\*', 'tiworker.exe'],
    ['C:\\t\\{049CD3BD-D98E-4D19-9695-9DCDF6AF728C}\\a.exe', 'c:\\t\\#', 'a.exe'],
    ['\\\\fs01\\share\\a.exe', '\\\\*\\share', 'a.exe'],
    ['/home/ada/bin/tool', '/home/*/bin', 'tool'],
    ['svchost.exe', '', 'svchost.exe'],
    ['', '', ''],
  ])('%s', (path, folder, name) => {
    expect(normalPath(path)).toEqual({ folder, name })
  })
})

describe('argumentShape', () => {
  it.each([
    ['net  group "Domain Admins" /domain', 'group <text> /domain'],
    ['"C:\\a b\\x.exe" --port=8080 -v 12 0x1f', '--port -v #'],
    ['curl -o out.bin http://203.0.113.9/a', '-o <text> <url>'],
    ['svchost.exe -k netsvcs -p -s wisvc', '-k <text> -p -s'],
    ['cmd.exe /c echo Begin tasks now', '/c echo begin <text>'],
    ['whoami', ''],
    ['', ''],
    ['"unclosed', ''],
  ])('%s', (command, shape) => {
    expect(argumentShape(command)).toBe(shape)
  })

  it('is the same for values that differ', () => {
    expect(argumentShape('a.exe /job 17 c:\\x\\1')).toBe(argumentShape('a.exe /job 1800 d:\\y\\z'))
  })

  it('is done soon with whatever is there', () => {
    expect(argumentShape(`x ${'"a '.repeat(10_000)}`).length).toBeLessThan(400)
  })
})

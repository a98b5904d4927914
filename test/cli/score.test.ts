import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { huntlet, repository, temporaryFolder } from '../support/huntlet.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const file = (name: string) => join(folder.path, name)
const usual = file('usual.jsonl')
const today = file('today.jsonl')

beforeAll(() => {
  const sessions = Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? ['Open', 'Save', 'Close'] : ['Open', 'Close']))
  writeFileSync(usual, sessions.map((session) => `${JSON.stringify(session)}\n`).join(''))
  writeFileSync(today, '["Open","Close"]\n["Open","Erase","Close"]\n["Open","Erase","Close"]\n')
})

async function scored(...args: string[]) {
  const { code, stdout, stderr } = await huntlet(['score', ...args])
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { code, stderr, lines }
}

describe('score', () => {
  it('sets a file against another', async () => {
    // Among themselves, what most of them do is usual; against the others it is not.
    const alone = await scored(today)
    expect(alone.lines.map(({ unusual }) => unusual)).toEqual([false, false, false])
    const { code, lines } = await scored(today, '--baseline', usual)
    expect(lines.map(({ session, unusual, atLeast, events }) => [session, unusual, atLeast, events])).toEqual([
      [0, false, 40, 2],
      [1, true, 0, 3],
      [2, true, 0, 3],
    ])
    expect(lines.map(({ rank }) => rank)).toEqual([3, 1, 2])
    expect(code).toBe(0)
  })

  it('saves what it learnt, sets others against it, and adds them', async () => {
    const model = file('model.json')
    const first = await huntlet(['score', usual, '--save-model', model, '--window', '2'])
    expect(first.stderr).toContain('model of 40 sessions written')
    const saved = readFileSync(model, 'utf8')
    expect(JSON.parse(saved)).toMatchObject({ format: 'huntlet-session-model/1', sessions: 40, events: 90 })
    const against = await scored(today, '--model', model)
    expect(against).toEqual(await scored(today, '--baseline', usual, '--window', '2'))
    expect(readFileSync(model, 'utf8')).toBe(saved)
    const updated = await scored(today, '--update', model)
    expect(updated.lines).toEqual(against.lines)
    expect(JSON.parse(readFileSync(model, 'utf8'))).toMatchObject({ sessions: 43, events: 98 })
    const again = await scored(today, '--model', model)
    expect(again.lines[1].surprise).toBeLessThan(against.lines[1].surprise)
    expect(readdirSync(folder.path).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('adds to a copy where another file is named', async () => {
    const [model, copy] = [file('first.json'), file('second.json')]
    await huntlet(['score', usual, '--save-model', model])
    await huntlet(['score', today, '--update', model, '--save-model', copy])
    expect([model, copy].map((path) => JSON.parse(readFileSync(path, 'utf8')).sessions)).toEqual([40, 43])
  })

  it('draws a ranked table, and writes one for a spreadsheet', async () => {
    const text = await huntlet(['score', today, '--baseline', usual, '--format', 'text', '--rows', '2'])
    const rows = text.stdout.split('\n')
    expect(rows[2]).toMatch(/^ +1 .*true +0 .* 2 +3 {2}Erase {2}.*Erase/)
    expect(rows[3]).toMatch(/^ +2 .*true +0 .* 3 +3 {2}/)
    expect(rows[4]).toBe(
      '3 sessions, 2 of them unusual, set against a baseline of 40 sessions, --rows all shows every one',
    )
    const csv = await huntlet(['score', today, '--format', 'csv'])
    expect(csv.stdout.split('\n')[0]).toBe('Rank,Score,Unusual,AtLeast,Likelihood,Line,Events,Part,Why,RarestWindow')
    expect(csv.stdout.trim().split('\n')).toHaveLength(4)
  })

  it.each([
    [[today, '--model', usual], 'MODEL_INVALID'],
    [[today, '--model', file('none.json')], 'NO_SUCH_FILE'],
    [[today, '--model', 'a', '--update', 'b'], 'cannot be used with'],
    [[today, '--model', 'a', '--baseline', 'b'], 'cannot be used with'],
    [[today, '--model', 'a', '--save-model', 'b'], 'cannot be used with'],
    [[today, '--update', 'a', '--modellable', 'p'], 'cannot be used with'],
    [[today, '--window', '0'], '--window'],
  ])('refuses %j', async (args, said) => {
    const { code, stderr, stdout } = await huntlet(['score', ...args])
    expect(stderr).toContain(said)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('refuses a window or tokens that a model was not made for, before it reads', async () => {
    const model = file('three.json')
    await huntlet(['score', usual, '--save-model', model])
    const window = await huntlet(['score', file('none.jsonl'), '--model', model, '--window', '4'])
    expect(window.stderr).toContain('MODEL_WINDOW')
    const tokens = await huntlet(['score', file('none.jsonl'), '--model', model, '--no-tokens'])
    expect(tokens.stderr).toContain('Leave out --no-tokens')
  })

  it('says of a file of another kind how many lines are wrong, not each of them', async () => {
    const { code, stdout, stderr } = await huntlet(['score', '-'], { input: 'no\n'.repeat(60) })
    expect(stderr).toMatch(/-:50: This is not JSON\.\n-: 10 more lines cannot be read/)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('reads characters that two chunks share, the last line without its line feed, and line feeds of Windows', async () => {
    const long = `["${'ä→😀'.repeat(200_000)}","B"]`
    const { code, stdout } = await huntlet(['score', '-'], { input: `${long}\r\n${long}` })
    const [first, second] = stdout.split('\n').map((line) => line && JSON.parse(line))
    expect(first.window[0]).toBe('ä→😀'.repeat(200_000))
    expect(second.likelihood).toBe(first.likelihood)
    expect(code).toBe(0)
  })

  it('is ended by ctrl+c while it waits for more, and leaves the model as it was', async () => {
    const model = file('waiting.json')
    await huntlet(['score', usual, '--save-model', model])
    const saved = readFileSync(model, 'utf8')
    const main = join(repository, 'src', 'cli', 'main.ts')
    const child = spawn(process.execPath, [main, 'score', '-', '--update', model])
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      // The bad line was told, so it is reading.
      if (text.includes(':1:')) child.kill('SIGINT')
    })
    child.stdin.write('no\n["Open","Close"]\n')
    const [code] = await once(child, 'close')
    expect(stderr).toContain('CANCELLED')
    expect(code).toBe(1)
    expect(readFileSync(model, 'utf8')).toBe(saved)
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import type { TuiExit, TuiOptions } from '../../src/tui/index.ts'
import { openTui } from '../../src/tui/index.ts'
import { type FakeDesk, fakeDesk, manualGate } from './fake-desk.ts'
import { type TestScreen, testScreen } from './screen.ts'

let opened: { screen: TestScreen; exit: Promise<TuiExit> } | undefined

afterEach(async () => {
  opened?.screen.press('Ctrl+C', 'Ctrl+C')
  await opened?.exit.catch(() => undefined)
  opened = undefined
})

function open(
  desk: FakeDesk,
  options: TuiOptions = {},
  columns = 80,
  rows = 24,
): { screen: TestScreen; exit: Promise<TuiExit> } {
  const screen = testScreen(columns, rows)
  const exit = openTui(desk, {
    stdout: screen.stdout,
    stdin: screen.stdin,
    interactive: true,
    color: true,
    timeZone: 'Europe/Berlin',
    ...options,
  })
  opened = { screen, exit }
  return opened
}

describe('what must not be overlooked', () => {
  test('stands on the screen until it is closed, and no longer than that', async () => {
    let show: (title: string, text: string) => void = () => {}
    let isEnded = false
    const announcements: TuiOptions['announcements'] = (told) => {
      show = told
      return () => {
        isEnded = true
      }
    }
    const { screen, exit } = open(fakeDesk(), { announcements })
    await screen.until('Account summary')
    show('Log in', 'Open https://microsoft.com/devicelogin and enter ABCD1234.\u001b[2J')
    const text = await screen.until('Log in')
    expect(text).toContain('enter ABCD1234')
    screen.press('j', 'k')
    expect(screen.text()).toContain('enter ABCD1234')
    screen.press('Esc')
    await screen.until((shown) => !shown.includes('ABCD1234'))
    screen.press('Ctrl+C', 'Ctrl+C')
    await exit
    expect(isEnded).toBe(true)
  })

  test('is shown over a run that begins with the screen, line by line', async () => {
    const announcements: TuiOptions['announcements'] = (show) => {
      show('Know', 'The first thing.\nThe second thing.')
      return () => {}
    }
    const { screen } = open(fakeDesk(), { announcements, initial: { notebooklet: 'account-summary', value: 'alice' } })
    const text = await screen.until('The second thing.')
    expect(text).toContain('The first thing.')
    expect(text).not.toContain('thing.⏎')
    screen.press('Esc')
    await screen.until((shown) => !shown.includes('The second thing.'))
  })

  test('times are by the clock that was asked for from the first screen on', async () => {
    const { screen } = open(fakeDesk(), { isLocalTime: true })
    await screen.until('Europe/Berlin')
  })
})

describe('from the first screen to a pivot and back', () => {
  test('a value is asked for, the sections come, a row leads to another notebooklet, Esc to the same row', async () => {
    const desk = fakeDesk()
    const { screen } = open(desk)
    await screen.until('Account summary')
    screen.press('Enter')
    await screen.until('A user principal name')
    screen.press('b', 'o', 'b', 'Enter')
    await screen.until(/✓ The account 1.*✓ Sign-ins 60/)
    expect(desk.asked).toEqual([{ notebooklet: 'account-summary', value: 'bob' }])
    screen.press('2')
    await screen.until('row 1 of 60')
    screen.press('/', 's', 'v', 'c', 'Enter', 'j', 'j')
    const before = await screen.until(/row 3 of \d+ /)
    screen.press('p')
    await screen.until('Pivot from this row')
    screen.press('Enter')
    await screen.until(/› Account summary svc-backup/)
    expect(desk.asked[1]).toEqual({
      notebooklet: 'account-summary',
      value: 'svc-backup',
      start: '2026-03-01T00:00:00.0000000Z',
      end: '2026-03-08T00:00:00.0000000Z',
      from: {
        notebooklet: 'account-summary',
        value: 'bob',
        section: 'sign-ins',
        column: 'Account',
        time: '2026-03-01T12:11:28.0000000Z',
      },
    })
    screen.press('Esc')
    expect(await screen.until(/row 3 of \d+ /)).toBe(before)
  })

  test('a choice the run meets is asked for, and the run goes on with the answer', async () => {
    const desk = fakeDesk()
    const { screen } = open(desk, { initial: { notebooklet: 'account-summary', value: 'alice' } })
    await screen.until('Which account?')
    screen.press('Down', 'Enter')
    await screen.until(/✓ Sign-ins 60/)
    expect(desk.asked.at(-1)).toEqual({
      notebooklet: 'account-summary',
      value: 'alice',
      choose: ['account=alice.admin@contoso.com'],
    })
  })

  test('a follow-up takes its parameter from the row under the cursor and shows what it brought', async () => {
    const desk = fakeDesk()
    const { screen } = open(desk, { initial: { notebooklet: 'account-summary', value: 'bob' } })
    await screen.until(/✓ Sign-ins 60/)
    screen.press('2', 'j', 'f')
    await screen.until('History of one account')
    screen.press('Down', 'Enter')
    await screen.until('from the row under the cursor')
    screen.press('Enter')
    await screen.until(/7 More about bob@contoso.com.*4 rows/)
    expect(desk.followed).toEqual([{ id: 'account-history', parameters: { account: 'bob@contoso.com', days: '30' } }])
  })
})

describe('while a run goes on', () => {
  test('sections can be read as they finish; ctrl+c cancels, and again quits', async () => {
    const { gate, open: pass } = manualGate()
    const { screen, exit } = open(fakeDesk({ gate }), { initial: { notebooklet: 'account-summary', value: 'bob' } })
    await screen.until(/fake\/sign-ins/)
    pass('sign-ins')
    await screen.until(/✓ Sign-ins 60/)
    screen.press('2')
    await screen.until('row 1 of 60')
    screen.press('Ctrl+C')
    const cancelled = await screen.until('■ cancelled')
    expect(cancelled).toContain('row 1 of 60')
    screen.press('Ctrl+C')
    expect(await exit).toEqual({ exitCode: 0 })
  })

  test('Q asks before it drops a run', async () => {
    const { gate } = manualGate()
    const { screen, exit } = open(fakeDesk({ gate }), { initial: { notebooklet: 'account-summary', value: 'bob' } })
    await screen.until(/fake\/sign-ins/)
    screen.press('Q')
    await screen.until('Cancel it and quit?')
    screen.press('n')
    await screen.until((text) => !text.includes('Sure?'))
    screen.press('Q', 'y')
    expect(await exit).toEqual({ exitCode: 0 })
  })

  test('a run that fails says why, with the place in the query', async () => {
    const { screen } = open(fakeDesk(), { initial: { notebooklet: 'broken' } })
    const text = await screen.until('cannot be read')
    expect(text).toContain('Ask `huntlet check`.')
    expect(text).toContain('Did you mean `Account`?')
    expect(text).toContain('queries/broken/query.yaml:7:')
  })
})

describe('sections without rows are explained', () => {
  test.each([
    ['4', 'There is no table OfficeActivity'],
    ['5', 'The query took longer than 3 minutes'],
    ['6', '1 of 4 workspaces did not answer'],
  ])('section %s', async (key, words) => {
    const { screen } = open(fakeDesk(), { initial: { notebooklet: 'account-summary', value: 'bob' } })
    await screen.until(/✓ Sign-ins 60/)
    screen.press(key)
    await screen.until(words)
  })
})

describe('the terminal', () => {
  test('is left as it was found', async () => {
    const { screen, exit } = open(fakeDesk())
    await screen.until('Account summary')
    expect(screen.terminal.buffer.active.type).toBe('alternate')
    expect(screen.isRaw()).toBe(true)
    screen.press('q')
    await exit
    expect(screen.terminal.buffer.active.type).toBe('normal')
    expect(screen.isRaw()).toBe(false)
    expect(lastOf(screen.written(), '\x1b[?25l', '\x1b[?25h')).toBe('\x1b[?25h')
    expect(lastOf(screen.written(), '\x1b[?2004h', '\x1b[?2004l')).toBe('\x1b[?2004l')
  })

  test('is left as it was found when drawing fails, and the defect is told', async () => {
    const desk = fakeDesk()
    const broken = { ...desk, notebooklets: [{ ...desk.notebooklets[0]!, title: undefined as unknown as string }] }
    const { screen, exit } = open(broken)
    await expect(exit).rejects.toThrow(TypeError)
    expect(screen.terminal.buffer.active.type).toBe('normal')
    expect(screen.isRaw()).toBe(false)
  })

  test('is left as it was found when a key meets a defect, and the defect is told', async () => {
    const desk = fakeDesk()
    const broken: FakeDesk = {
      ...desk,
      pivots: () => {
        throw new RangeError('no pivots today')
      },
    }
    const { screen, exit } = open(broken, { initial: { notebooklet: 'account-summary', value: 'bob' } })
    await screen.until(/✓ Sign-ins 60/)
    screen.press('p')
    await expect(exit).rejects.toThrow('no pivots today')
    expect(screen.terminal.buffer.active.type).toBe('normal')
    expect(screen.isRaw()).toBe(false)
  })

  test('says when it is too small, and draws again when it is large enough', async () => {
    const { screen } = open(fakeDesk(), {}, 40, 10)
    await screen.until('needs 60x16')
    screen.resize(80, 24)
    await screen.until('Account summary')
    screen.resize(50, 24)
    await screen.until('needs 60x16')
    screen.resize(132, 40)
    await screen.until('Account summary')
  })

  test.each([
    [60, 16],
    [80, 24],
    [100, 30],
    [132, 43],
    [200, 60],
  ])('is filled and never overrun at %i by %i', async (columns, rows) => {
    const { screen } = open(fakeDesk(), { initial: { notebooklet: 'views' } }, columns, rows)
    await screen.until('Facts')
    for (const [key, word] of [
      ['2', 'Table'],
      ['3', 'one event'],
      ['4', 'likelihood'],
      ['5', 'Baseline'],
      ['6', 'Failure'],
      ['7', 'Network'],
      ['8', 'process-1'],
      ['9', 'one place'],
    ] as const) {
      screen.press(key)
      await screen.until(word)
      const lines = screen.lines()
      expect(lines.filter((line) => /^[╭╰]/.test(line)).every((line) => /[╮╯│]$/.test(line))).toBe(true)
      expect(lines.at(-1)).toMatch(/help.*commands *$/)
    }
  })

  test('shows no colour where none is wanted, but still where the cursor is', async () => {
    const { screen } = open(fakeDesk(), { color: false })
    await screen.until('Account summary')
    expect(screen.written()).not.toMatch(/\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7])m/)
    expect(screen.cell(3, 5).isInverse).toBe(true)
    expect(screen.cell(4, 5).isInverse).toBe(false)
  })

  test('is drawn in ASCII where nothing else can be shown', async () => {
    const { screen } = open(fakeDesk(), { ascii: true, initial: { notebooklet: 'views' } })
    for (const [key, word] of [
      ['1', 'Alice'],
      ['3', 'one event'],
      ['4', 'likelihood'],
      ['5', 'anomaly'],
      ['6', 'Failure'],
      ['8', 'process-1'],
    ] as const) {
      screen.press(key)
      expect(await screen.until(word)).toMatch(/^[\x20-\x7e\n]*$/)
    }
  })
})

test('what attackers write into cells reaches the terminal as text only', async () => {
  const { screen } = open(fakeDesk(), { initial: { notebooklet: 'hostile' } }, 120, 40)
  await screen.until('combining')
  screen.press('j', 'Enter')
  expect(await screen.until('row 2 of 22')).toContain('\\x1b[2J\\x1b[H')
  screen.press('q', '/', 'deep', 'Enter', 'Enter')
  await screen.until('nested too deeply')
  expect(screen.written()).not.toMatch(/\x1b\](?!52)/)
  expect(screen.written()).not.toMatch(/[\x00-\x06\x0b-\x0c\x0e-\x1a\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/)
})

test('many keys in one event are all done', async () => {
  const { screen } = open(fakeDesk(), { initial: { notebooklet: 'big' } })
  await screen.until('row 1 of 100,000')
  screen.press('jjjjjjjjjj')
  await screen.until('row 11 of 100,000')
  screen.press('G')
  await screen.until('row 100,000 of 100,000')
})

test('a pasted value goes into the line, whole and on one line', async () => {
  const desk = fakeDesk()
  const { screen } = open(desk)
  await screen.until('Account summary')
  screen.press('Enter')
  await screen.until('A user principal name')
  screen.press('\x1b[200~carol@contoso.com\r\n\x1b[201~')
  await screen.until('carol@contoso.com')
  screen.press('Enter')
  await screen.until(/✓ Sign-ins 60/)
  expect(desk.asked[0]?.value).toBe('carol@contoso.com')
})

test('an export holds what is shown, and says where it is', async () => {
  const saved: [string, string][] = []
  const { screen } = open(fakeDesk(), {
    initial: { notebooklet: 'account-summary', value: 'bob' },
    saveFile(name, text) {
      saved.push([name, text])
      return `/exports/${name}`
    },
  })
  await screen.until(/✓ Sign-ins 60/)
  screen.press('2', '/', 's', 'v', 'c', 'Enter', 'l', 's', 'e')
  await screen.until('filtered from 60 rows')
  screen.press('Enter')
  const text = await screen.until('Wrote')
  const [name, content] = saved[0]!
  const lines = content.trimEnd().split('\n')
  expect(name).toBe('account-summary-bob-sign-ins.csv')
  expect(lines[0]).toBe('TimeGenerated,Account,Operation,ClientIP,Risky,Count,Device,UserAgent')
  expect(lines.slice(1).every((line) => line.includes('svc-backup'))).toBe(true)
  expect(text).toContain(`Wrote ${lines.length - 1} rows, 8 columns to /exports/${name}`)
})

test('a cell is copied through the terminal, and the analyst is told', async () => {
  const { screen } = open(fakeDesk(), { initial: { notebooklet: 'account-summary', value: 'bob' } })
  await screen.until(/✓ Sign-ins 60/)
  screen.press('2', 'l', 'y')
  await screen.until('Copied Account')
  const copied = /\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/.exec(screen.written())?.[1]
  expect(Buffer.from(copied ?? '', 'base64').toString()).toBe('mallory@fabrikam.example')
})

function lastOf(text: string, ...candidates: string[]): string | undefined {
  return candidates.sort((a, b) => text.lastIndexOf(b) - text.lastIndexOf(a))[0]
}

test('without a terminal at both ends it says so, and writes nothing', async () => {
  const screen = testScreen()
  const piped = Object.assign(screen.stdout, { isTTY: false })
  await expect(openTui(fakeDesk(), { stdout: piped, stdin: screen.stdin })).rejects.toThrow(
    'needs a terminal at both ends',
  )
  expect(screen.written()).toBe('')
})

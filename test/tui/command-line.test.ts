import { expect, test } from 'vitest'
import { commandLine } from '../../src/tui/run/command-line.ts'

test('says all that was asked, and nothing that was not', () => {
  expect(commandLine({ notebooklet: 'account-summary', value: 'alice@contoso.com' }, 'demo')).toBe(
    'huntlet run account-summary alice@contoso.com --workspace demo',
  )
  expect(
    commandLine(
      {
        notebooklet: 'n',
        timespan: '7d',
        options: ['+mail', '-alerts'],
        parameters: { depth: '3' },
        choose: ['account=a b'],
      },
      './my logs',
    ),
  ).toBe(
    "huntlet run n --workspace './my logs' --last 7d --option=+mail --option=-alerts --param depth=3 --choose 'account=a b'",
  )
})

test('says the time on both sides of a datetime', () => {
  expect(commandLine({ notebooklet: 'n', around: '2021-04-01', within: '6h' }, 'demo')).toBe(
    'huntlet run n --workspace demo --around 2021-04-01 --within 6h',
  )
})

test('quotes what a shell would read otherwise', () => {
  expect(commandLine({ notebooklet: 'n', value: "$(rm -rf ~) 'x'" }, 'demo')).toBe(
    `huntlet run n '$(rm -rf ~) '\\''x'\\''' --workspace demo`,
  )
  expect(commandLine({ notebooklet: 'n', value: '--help' }, 'demo')).toBe('huntlet run n --workspace demo -- --help')
})

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { huntlet, repository, temporaryFolder } from '../support/huntlet.ts'

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const folder = temporaryFolder()
afterAll(() => folder.remove())

/** The fenced block of the README with this word after its language. */
function example(word: string): string {
  const block = new RegExp(`^\`\`\`\\w+ ${word}\\n([^]*?)^\`\`\``, 'm').exec(readme)
  if (!block) throw new Error(`The README has no example \`${word}\`.`)
  return block[1]!
}

beforeAll(() => {
  const files = {
    'logs/Gateway_CL.jsonl': example('gateway'),
    'queries/gateway/refused.yaml': example('query'),
    'notebooklets/gateway/refused-requests/notebooklet.yaml': example('notebooklet'),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true })
    writeFileSync(join(folder.path, path), text)
  }
})

it('shows a notebooklet that check accepts, over a table no schema knows', async () => {
  const { code, stdout, stderr } = await huntlet(['check'], { cwd: folder.path })
  expect(stderr).toBe('')
  expect(stdout).toContain('no errors')
  expect(code).toBe(0)
})

it('shows a notebooklet that runs on its log', async () => {
  const { code, stdout } = await huntlet(['run', 'refused-requests', '--workspace', 'logs', '--format', 'json'], {
    cwd: folder.path,
  })
  const [refused, byClient] = JSON.parse(stdout).sections
  expect(refused.table.rows).toEqual([
    [
      'bob',
      '203.0.113.66',
      2,
      ['/admin', '/admin/users'],
      '2026-03-02T08:00:09.0000000Z',
      '2026-03-02T08:00:11.0000000Z',
    ],
  ])
  expect(byClient.view).toEqual({ kind: 'bars', label: 'Client', value: 'Refusals' })
  expect(code).toBe(0)
})

it('points at the line when the example is broken', async () => {
  const path = join(folder.path, 'queries/gateway/refused.yaml')
  const whole = readFileSync(path, 'utf8')
  writeFileSync(path, whole.replace('Status_d in', 'Statu_d in'))
  const { code, stderr } = await huntlet(['check', folder.path], { cwd: folder.path })
  expect(stderr).toContain('Did you mean `Status_d`?')
  expect(stderr).toMatch(/refused\.yaml:12:11/)
  expect(code).toBe(1)
  writeFileSync(path, whole.replace('{ type: int, default: 2', '{ type: integer, default: 2'))
  const second = await huntlet(['check', folder.path], { cwd: folder.path })
  writeFileSync(path, whole)
  expect(second.stderr).toMatch(/refused\.yaml:7:\d+/)
  expect(second.code).toBe(1)
})

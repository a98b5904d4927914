import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../../support/huntlet.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const id = '11111111-2222-3333-4444-555555555555'

it('says of a default that is nowhere what was meant', async () => {
  const file = join(folder.path, 'settings.yaml')
  writeFileSync(file, `default: sco\nworkspaces:\n  soc: { kind: log-analytics, workspace: ${id} }\n`)
  const { code, stdout } = await huntlet(['workspaces', 'list', '--config', file])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/default: .*`sco`.* Did you mean `soc`\?/)])
})

it('shows what it understood of an address, and that a folder is not there', async () => {
  const file = join(folder.path, 'made.yaml')
  const resource = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/soc'
  const portal = `https://portal.azure.com/#@contoso.com/resource${resource}/Overview`
  const added = await huntlet(['workspaces', 'add', 'soc', portal, '--config', file])
  expect(added.stdout).toContain(`log-analytics: ${resource}\n`)
  const missing = await huntlet(['workspaces', 'add', 'lab', join(folder.path, 'nothing'), '--config', file])
  expect(missing.stderr).toContain('nothing is not there now')
})

it('forgets who was logged in', async () => {
  const home = join(folder.path, 'home')
  mkdirSync(join(home, 'logins'), { recursive: true })
  writeFileSync(join(home, 'logins', 'a.json'), '{}')
  const { code } = await huntlet(['workspaces', 'logout'], { env: { HUNTLET_HOME: home } })
  expect([code, existsSync(join(home, 'logins'))]).toEqual([0, false])
})

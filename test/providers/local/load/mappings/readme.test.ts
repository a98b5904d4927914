import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withLoaded } from '../../../../support/load-fixture.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../../../src/providers/local/load/README.md'), 'utf8')
const examples = Array.from(readme.matchAll(/```yaml\n(.*?)```/gs), (match) => match[1]!)

it('the examples of the README do what it says', async () => {
  expect(examples).toHaveLength(2)
  const line = /lines such as `(.+)`:/.exec(readme)![1]!
  const files = {
    'mappings/shop.yaml': examples[0]!,
    'mappings/fw.yaml': examples[1]!,
    'shop/shop.log': `# started\n${line}\n`,
    'fw1.log': 'Dec 31 10:00:00 fw a: x\n',
  }
  await withLoaded(files, async ({ rows, notices }) => {
    const names = ['TimeGenerated', 'Level', 'User', 'SourceIP', 'DurationMs', 'Message', 'Other']
    expect(await rows('Shop_CL', ...names)).toEqual([
      ['2024-05-01T08:00:00.2500000Z', 'WARN', 'ada', '192.0.2.7', 42, 'slow', { thread: 'worker-1' }],
    ])
    expect(await rows('Syslog', 'TimeGenerated')).toEqual([['2019-12-31T08:00:00.0000000Z']])
    expect(notices.filter(({ severity }) => severity === 'warning')).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { casesOf, shown } from './bind.ts'

const families = [
  'expressions',
  'comparisons',
  'projection',
  'summarize',
  'order',
  'sources',
  'joins',
  'unions',
  'search',
  'mv-expand',
  'parse',
  'make-series',
  'subqueries',
  'evaluate',
  'lets',
  'statements',
]

describe('queries and the trees they become', () => {
  test.each(families)('%s', async (family) => {
    const trees = casesOf(family).map(({ title, kql }) => `// ${title}\n${kql}\n\n${shown(kql)}\n`)
    await expect(trees.join('\n')).toMatchFileSnapshot(`cases/${family}.trees`)
  })
})

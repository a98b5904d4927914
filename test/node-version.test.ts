import { expect, it } from 'vitest'

it('runs on the Node that the project pins, not on whatever the machine has', () => {
  expect(process.versions.node.split('.')[0]).toBe('24')
})

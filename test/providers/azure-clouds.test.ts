import { expect, it } from 'vitest'
import { cloudOfHost, clouds } from '../../src/providers/azure-clouds.ts'

it('knows each cloud by the host of its endpoint, however it is written', () => {
  for (const cloud of Object.values(clouds)) {
    expect(cloudOfHost(new URL(cloud.endpoint).hostname.toUpperCase())).toBe(cloud)
  }
})

it('takes no host for one that only ends or begins like it', () => {
  expect(['evil.api.loganalytics.io', 'api.loganalytics.io.evil.example', ''].map(cloudOfHost)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

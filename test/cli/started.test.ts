import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../support/huntlet.ts'

const built = join(repository, 'dist', 'cli', 'main.js')

/** A Node.js of this machine that is too old for huntlet, if it has one. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path) && majorOf(path) < 22)

function majorOf(node: string): number {
  return Number(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0])
}

describe.skipIf(!existsSync(built))('what is built', () => {
  it.skipIf(process.platform === 'win32')('is started as a program, as npx does in a clone', () => {
    const { stdout, error } = spawnSync(built, ['--version'], { encoding: 'utf8' })
    expect(error).toBe(undefined)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.skipIf(oldNode === undefined)('tells a Node.js that is too old what is needed', () => {
    const { stderr, status } = spawnSync(oldNode!, [built], { encoding: 'utf8' })
    expect(stderr).toMatch(/^huntlet needs Node\.js 22\.18 or newer; this is .*npx huntlet\.\n$/)
    expect(status).toBe(2)
  })
})

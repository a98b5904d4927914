import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { configSchema } from '../../src/cli/config/config-schema.ts'
import { readConfig } from '../../src/cli/config/read-config.ts'
import { authKinds } from '../../src/providers/service-request.ts'
import { huntlet } from '../support/huntlet.ts'

const path = resolve(import.meta.dirname, '../../docs/workspaces.md')
const page = readFileSync(path, 'utf8')

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!)
}

/** What stands between backquotes outside of examples. */
const named = new Set([...page.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!))

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
}

/** Keys that the settings may hold, those of look-ups aside, which have a page of their own. */
function keysOf({ properties = {}, additionalProperties, anyOf = [], oneOf = [] }: Shape): string[] {
  const own = Object.entries(properties).flatMap(([key, value]) =>
    key === 'lookups' ? [key] : [key, ...(key === 'token' ? [] : keysOf(value))],
  )
  const inner = typeof additionalProperties === 'object' ? [additionalProperties] : []
  return [...own, ...[...inner, ...anyOf, ...oneOf].flatMap(keysOf)]
}

describe('the page of workspaces', () => {
  it('shows settings that are taken as they stand', () => {
    const examples = blocks('yaml')
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      const { config } = readConfig('huntlet.yaml', example, 'user')
      expect(Object.keys(config.workspaces).length).toBeGreaterThan(0)
    }
  })

  it('names every key of the settings, in its tables and in its example', () => {
    const keys = new Set(keysOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Shape))
    expect(keys.size).toBeGreaterThan(25)
    expect([...keys].filter((key) => !named.has(key))).toEqual([])
    const shown = blocks('yaml').join('\n')
    // Instead of a cloud.
    expect([...keys].filter((key) => !new RegExp(`\\b${key}:`).test(shown))).toEqual(['audience'])
  })

  it('names every way of logging in', () => {
    expect(authKinds.filter((kind) => !page.includes(`| \`${kind}\` |`))).toEqual([])
  })

  it('shows commands and options that there are', async () => {
    const lines = blocks('sh').flatMap((text) => text.split('\n').filter((line) => line.startsWith('huntlet ')))
    expect(lines.length).toBeGreaterThan(12)
    const wanted = new Map<string, Set<string>>()
    for (const line of lines) {
      const words = line.replace(/ #.*/, '').replaceAll(/'[^']*'/g, 'KQL')
      const command = /^huntlet (workspaces \w+|\w+)/.exec(words)![1]!
      const flags = wanted.get(command) ?? new Set()
      wanted.set(command, flags)
      for (const [, flag] of words.matchAll(/ (--?[a-z][a-z-]*)/g)) flags.add(flag!)
    }
    const faults = [...wanted].map(async ([command, flags]) => {
      const { code, stdout } = await huntlet([...command.split(' '), '--help'])
      const usage = /^Usage: huntlet ([^[<\n]*)/.exec(stdout)?.[1]?.trim()
      if (code !== 0 || usage !== command) return [`no command ${command}`]
      return [...flags]
        .filter((flag) => !new RegExp(`(^|[ ,])${flag}[ ,\\n]`, 'm').test(stdout))
        .map((flag) => `no ${flag} of ${command}`)
    })
    expect((await Promise.all(faults)).flat()).toEqual([])
  })

  it('names options in its text that there are', async () => {
    const { stdout: query } = await huntlet(['query', '--help'])
    const { stdout: serve } = await huntlet(['serve', '--help'])
    const { stdout: run } = await huntlet(['run', '--help'])
    const known = `${query}${serve}${run}`
    const options = [...named].flatMap((text) => /^--[a-z-]+/.exec(text)?.[0] ?? [])
    expect(options.length).toBeGreaterThan(15)
    expect(options.filter((option) => !known.includes(`${option} `))).toEqual([])
  })

  it('leads to pages that there are', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(1)
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([])
  })
})

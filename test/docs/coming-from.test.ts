import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { NotebookletDefinition } from '../../src/notebooklet/definition.ts'
import { steps } from '../../src/notebooklet/steps.ts'
import { lookupIds } from '../../src/providers/lookups/lookup-ids.ts'
import { keyBindings } from '../../src/tui/keys.ts'
import { huntlet } from '../support/huntlet.ts'

const root = resolve(import.meta.dirname, '../..')
const path = join(root, 'docs/coming-from.md')
const page = readFileSync(path, 'utf8')
const catalog = await loadCatalog([{ origin: 'shipped', folder: root }])
const definitions = new Map(catalog.entries.map(({ info, parsed }) => [info.id, parsed.definition]))

/** A name of the page, and the notebooklet that is linked before it in its cell, or that the heading links. */
interface Named {
  readonly notebooklet: string | undefined
  readonly name: string
}

/** What stands behind the first column of the tables, below headings. */
const named: readonly Named[] = page.split(/^## /m).slice(1).flatMap(namesOf)

function namesOf(part: string): Named[] {
  const [heading = '', ...lines] = part.split('\n')
  const owner = linked(heading)
  const rows = lines.filter((line) => /^\| /.test(line) && !/^\| (There|-)/.test(line))
  return rows.flatMap((row) =>
    row
      .split('|')
      .slice(2, -1)
      .flatMap((cell) => {
        let notebooklet = owner
        return [...cell.matchAll(/\]\(notebooklets\/([\w-]+)\.md\)|(\bkey )?`([^`]+)`/g)].flatMap(
          ([, link, key, name]) => {
            if (link !== undefined) notebooklet = link
            return name === undefined ? [] : [{ notebooklet, name: `${key ?? ''}${name}` }]
          },
        )
      }),
  )
}

function linked(text: string): string | undefined {
  return /\]\(notebooklets\/([\w-]+)\.md\)/.exec(text)?.[1]
}

/** What is wrong with a name; undefined where there is what it names. */
function fault({ notebooklet, name }: Named): string | undefined {
  const step = after('step ', name)
  if (step !== undefined) return step in steps ? undefined : `no step ${step}`
  const lookup = after('look-up ', name)
  if (lookup !== undefined) return lookupIds.includes(lookup) ? undefined : `no look-up ${lookup}`
  const key = after('key ', name)
  if (key !== undefined)
    return keyBindings.some(({ keys }) => (keys as readonly string[]).includes(key)) ? undefined : `no key ${key}`
  // Commands and flags have a test of their own.
  if (name.startsWith('huntlet ') || name.startsWith('--')) return undefined
  if (notebooklet === undefined) return isKey(name) ? undefined : `no key ${name}`
  const definition = definitions.get(notebooklet)
  return definition && isIn(definition, name) ? undefined : `no ${name} in ${notebooklet}`
}

function after(word: string, name: string): string | undefined {
  return name.startsWith(word) ? name.slice(word.length) : undefined
}

function isIn({ sections, options, parameters, followUps }: NotebookletDefinition, name: string): boolean {
  if (name.startsWith('+')) return name.slice(1) in options
  if (name.endsWith('=')) return name.slice(0, -1) in parameters
  if (!name.startsWith('> ')) return sections.some(({ id }) => id === name) || isKey(name)
  const [id = '', section] = name.slice(2).split('#')
  const followUp = followUps[id]
  return followUp !== undefined && (section === undefined || followUp.sections.some((each) => each.id === section))
}

/** Single characters in the tables are keys: \`then \`y\`\`. */
function isKey(name: string): boolean {
  return name.length === 1 && keyBindings.some(({ keys }) => (keys as readonly string[]).includes(name))
}

describe('the page for those who come from notebooks', () => {
  it('names sections, options, parameters, follow-ups, steps, look-ups and keys that there are', () => {
    expect(named.length).toBeGreaterThan(250)
    expect(named.flatMap((each) => fault(each) ?? [])).toEqual([])
  })

  it('names commands and flags that there are', async () => {
    const flags = new Map<string, Set<string>>()
    for (const row of page.split('\n')) {
      let command: string | undefined
      for (const [, text = ''] of row.matchAll(/`((?:huntlet |--)[^`]*)`/g)) {
        command = /^huntlet ([a-z]+)/.exec(text)?.[1] ?? command
        if (command === undefined) continue
        const known = flags.get(command) ?? new Set()
        flags.set(command, known)
        for (const [flag] of text.matchAll(/--[a-z-]+/g)) known.add(flag)
      }
    }
    const faults = [...flags].map(async ([command, wanted]) => {
      const { code, stdout } = await huntlet([command, '--help'])
      if (code !== 0) return [`no command ${command}`]
      return [...wanted].filter((flag) => !stdout.includes(`${flag} `)).map((flag) => `no ${flag} of ${command}`)
    })
    expect(flags.size).toBeGreaterThan(8)
    expect((await Promise.all(faults)).flat()).toEqual([])
  })

  it('leads to pages that there are, and to each notebooklet', () => {
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!)
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([])
    const linkedTo = new Set(links.map((link) => /^notebooklets\/([\w-]+)\.md$/.exec(link)?.[1]))
    expect([...definitions.keys()].filter((id) => !linkedTo.has(id))).toEqual([])
  })
})

import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { entries, findEntries, namesOf } from '../../../src/compile/reference/entries.ts'
import { reference } from '../../../src/compile/reference/index.ts'
import { referencePage } from '../../../src/compile/reference/page.ts'
import { languageService } from '../../../src/kql/language-service.ts'

const root = resolve(import.meta.dirname, '../../..')

describe('the reference of supported KQL', () => {
  it('is the page in the documentation, and shows the forms that the binder accepts', async () => {
    const forms = acceptedForms()
    await expect(printForms(forms)).toMatchFileSnapshot(resolve(root, 'src/compile/reference/signatures.ts'))
    await expect(referencePage(entries(forms))).toMatchFileSnapshot(resolve(root, 'docs/kql.md'))
  })

  it('has every name once in its kind', () => {
    const names = entries().flatMap((entry) => namesOf(entry).map((name) => `${entry.kind} ${name}`))
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  it('does not refuse what it answers', () => {
    const refused = entries().filter((entry) => entry.kind === 'refused')
    expect(refused.filter(({ name }) => findEntries(name).some(({ kind }) => kind !== 'refused'))).toEqual([])
  })

  it('says in sentences what is refused, and ends them where the page goes on', () => {
    for (const entry of entries()) {
      if (entry.kind === 'refused') expect(entry.reason, entry.name).toMatch(/^[A-Z`].*\.$/)
      else if (entry.parity !== 'exact') expect(entry.parity.approximate, entry.name).toMatch(/^[a-z].*[^.]$/)
    }
  })

  it('finds entries by alias, in any case', () => {
    expect(findEntries('ORDER').map(({ name }) => name)).toEqual(['sort'])
    expect(findEntries('pack').map(({ name }) => name)).toEqual(['bag_pack'])
  })
})

function acceptedForms(): Readonly<Record<string, readonly string[]>> {
  const { signatures } = languageService()
  const names = [
    ...[...scalarFunctions.values(), ...aggregates.values()].map(({ name }) => name),
    ...reference.filter(({ kind }) => kind === 'plug-in').map(({ name }) => name),
  ]
  return Object.fromEntries(
    [...new Set(names)].sort().flatMap((name) => {
      const forms = [...new Set(signatures(name))]
      // What another form only lengthens says nothing of its own.
      const telling = forms.filter(
        (form) => !forms.some((other) => other !== form && other.startsWith(form.slice(0, -1))),
      )
      return telling.length > 0 ? [[name, telling]] : []
    }),
  )
}

function printForms(forms: Readonly<Record<string, readonly string[]>>): string {
  return [
    '/** How functions, aggregates and plug-ins may be called. Written by `npm run update` from what the binder accepts. */',
    '// biome-ignore format: one line a name',
    'export const signatures: Readonly<Record<string, readonly string[]>> = {',
    ...Object.entries(forms).map(([name, texts]) => `  ${name}: [${texts.map((form) => `'${form}'`).join(', ')}],`),
    '}',
    '',
  ].join('\n')
}

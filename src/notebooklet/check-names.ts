import { camelCase } from './camel-case.ts'
import type { CheckReport, Path } from './check-report.ts'
import type { NotebookletDefinition, SectionDefinition } from './definition.ts'
import { reservedNames } from './result.ts'

/** Names that must differ: of parameters and choices, of sections, of follow-ups as methods. */
export function checkNames(definition: NotebookletDefinition, report: CheckReport): void {
  const { parameters, sections, followUps } = definition
  const seen = new Map<string, string>()
  const claim = (name: string, what: string, path: Path) => {
    const other = seen.get(name)
    if (other) report.fault(path, `\`${name}\``, `is the name of ${other} already`)
    else seen.set(name, what)
  }
  claim('value', 'the value', [])
  for (const name of Object.keys(parameters)) claim(name, 'a parameter', ['parameters', name])
  for (const [index, { choose }] of sections.entries()) {
    if (choose) claim(choose.id, 'a choice', ['sections', index, 'choose'])
  }
  const ids = new Set<string>()
  const own: [SectionDefinition, Path][] = sections.map((section, index) => [section, ['sections', index]])
  const later = Object.entries(followUps).flatMap(([id, followUp]) =>
    followUp.sections.map((section, index): [SectionDefinition, Path] => [
      section,
      ['follow-ups', id, 'sections', index],
    ]),
  )
  for (const [{ id }, path] of [...own, ...later]) {
    if (ids.has(id)) report.fault([...path, 'id'], `Section \`${id}\``, 'has the id of another section')
    ids.add(id)
  }
  for (const [index, { id, run }] of sections.entries()) {
    // Both stand before the `/` of what they bring with them.
    if (run && Object.hasOwn(followUps, id))
      report.fault(['sections', index, 'id'], `Section \`${id}\``, 'has the id of a follow-up')
  }
  const methods = new Map<string, string>()
  for (const id of Object.keys(followUps)) {
    const method = camelCase(id)
    const other = methods.get(method) ?? (reservedNames.has(method) ? 'a member of every Result' : undefined)
    if (other)
      report.fault(['follow-ups', id], `Follow-up \`${id}\``, `would be called \`${method}\` in code: that is ${other}`)
    methods.set(method, `the follow-up \`${id}\``)
  }
}

/** Options, parameters and data that nothing uses. `used` holds `option alerts`, `parameter top`, `data sessions`. */
export function checkUnused(definition: NotebookletDefinition, used: ReadonlySet<string>, report: CheckReport): void {
  const unused = (kind: string, path: string, names: readonly string[]) => {
    for (const name of names) {
      if (used.has(`${kind} ${name}`)) continue
      const capital = `${kind[0]!.toUpperCase()}${kind.slice(1)}`
      report.add('NBL006', { kind: capital, name }, [path, name], { severity: 'warning' })
    }
  }
  // Code may use what no binding names.
  const all = [definition, ...Object.values(definition.followUps)].flatMap(({ data, sections }) => [
    ...Object.values(data),
    ...sections.flatMap(({ source }) => source ?? []),
  ])
  if (all.some(({ kind }) => kind === 'compute')) return
  unused('option', 'options', Object.keys(definition.options))
  unused('parameter', 'parameters', Object.keys(definition.parameters))
  unused('data', 'data', Object.keys(definition.data))
  const forgotten = (name: string, what: string, path: Path) => {
    if (used.has(`parameter ${name}`)) return
    report.add('NBL006', { kind: what, name }, path, {
      severity: 'warning',
      part: 'key',
      hint: `\`$${name}\` says where it goes, such as \`with: { ${name}: $${name} }\`.`,
    })
  }
  if (definition.value) forgotten('value', 'The', ['value'])
  for (const [id, { parameters }] of Object.entries(definition.followUps))
    for (const name of Object.keys(parameters)) forgotten(name, 'Parameter', ['follow-ups', id, 'parameters', name])
}

import { describe, expect, it } from 'vitest'
import { parseNotebooklet } from '../../src/notebooklet/parse-notebooklet.ts'
import { readYaml } from '../../src/queries/yaml-document.ts'
import { told } from './query-text.ts'

const faults = (text: string) => told(readYaml('x.yaml', text).diagnostics)

describe('one slip in YAML', () => {
  it.each([
    [
      'a tab',
      'a:\n\tb: 1\n\tc: 2\n',
      ['YAML001 2:1 Not valid YAML: a tab indents this line (YAML is indented with spaces only.)'],
    ],
    [
      'a tab in a list',
      'a:\n  - b: 1\n\tc: 2\n\td: 3\n',
      ['YAML001 3:1 Not valid YAML: a tab indents this line (YAML is indented with spaces only.)'],
    ],
    [
      'keys that stand twice',
      'id: 1\nid: 2\nb: 1\nb: 2\n',
      ['YAML001 2:1 Not valid YAML: the key `id` stands twice', 'YAML001 4:1 Not valid YAML: the key `b` stands twice'],
    ],
    [
      'a star',
      'a: 1\nb: *who\n',
      [
        'YAML001 2:4 Not valid YAML: `*who` refers to an anchor, which there is not (A text that begins with `*` needs quotes around it.)',
      ],
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2\n',
      [
        'YAML001 2:1 Not valid YAML: a second document begins here (One file is one definition: write it to a file of its own.)',
      ],
    ],
  ])('is told once, where it is and what to do: %s', (_, text, expected) => {
    expect(faults(text)).toEqual(expected)
  })

  it('names the quotes that a text with a colon needs', () => {
    expect(faults("a: Who: isn't it\n")).toEqual([expect.stringContaining("needs quotes: `'Who: isn''t it'`.")])
  })

  it('does not take the mark that begins or ends the only document for a second one', () => {
    expect(faults('# first\n---\na: 1\n')).toEqual([])
    expect(faults('---\na: 1\n---\n# nothing more\n')).toEqual([])
  })
})

describe('a slip in a notebooklet', () => {
  const written = (line: string) => told(parseNotebooklet('x.yaml', `id: n\ntitle: N\ntext: T\n${line}`).diagnostics)
  const section = (line: string) => written(`sections:\n  - id: a\n    title: A\n    query: q\n    ${line}\n`)

  it('says that a comma in braces ended a text', () => {
    const [fault] = written(
      'value: { type: string, text: A key, a principal }\nsections: [{ id: a, title: A, query: q }]\n',
    )
    expect(fault).toContain('In braces a comma begins a new key')
  })

  it('writes out the view that a name alone is too little for', () => {
    expect(section('view: tree')).toEqual([
      'YAML004 8:11 `sections.0.view` is `"tree"`: expected more of it: `view: { tree: { id: …, parent: …, label: … } }` or keys and values.',
    ])
  })

  it('is told once of a view that there is not', () => {
    expect(section('view: { bar: { label: A, value: B } }')).toHaveLength(1)
  })

  it('shows where the table of a step is named', () => {
    expect(section('step: take')[0]).toContain('as `data: { found: { query: q } }`, and write `from: found` here')
  })
})

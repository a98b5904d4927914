import Handlebars from 'handlebars'
import { HuntletError } from '../lib/diagnostic.ts'
import { idPattern } from '../queries/query-definition.ts'
import { readTemplate } from './content-files.ts'

export interface ScaffoldOptions {
  /** A notebooklet in TypeScript instead of YAML. */
  readonly typescript?: boolean
  /** The folder of the scaffold's templates. */
  readonly templates: string
}

/**
 * A working notebooklet to begin from: itself, its query, a fixture that feeds it and the Result it then has, by their paths
 * below the project. `name` is its id, with a topic before it if wanted: `identity/guessed-passwords`. Throws `BAD_NAME`.
 */
export function scaffoldNotebooklet(name: string, options: ScaffoldOptions): Readonly<Record<string, string>> {
  if (!idPattern.test(name) || !/^[a-z]/.test(name.split('/').at(-1)!)) {
    throw new HuntletError('BAD_NAME', `\`${name.slice(0, 60)}\` can't be the name of a notebooklet.`, {
      hint: 'Use small letters, digits and hyphens: guessed-passwords, or with a topic: identity/guessed-passwords.',
    })
  }
  const id = name.split('/').at(-1)!
  const title = `${id[0]!.toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`
  const fill = (file: string) => filled(readTemplate(options.templates, file), { id, title, path: name })
  const folder = `notebooklets/${name}`
  const [definition, golden] = options.typescript
    ? ['index.ts', 'index.json']
    : ['notebooklet.yaml', 'notebooklet.json']
  return {
    [`${folder}/${definition}`]: fill(`${definition}.hbs`),
    [`queries/${name}/sign-ins.yaml`]: fill('query.yaml.hbs'),
    [`${folder}/fixture/SigninLogs.jsonl`]: readTemplate(options.templates, 'SigninLogs.jsonl'),
    [`${folder}/golden/result.json`]: fill(`golden-${golden}.hbs`),
  }
}

/** The words put in are letters, digits, hyphens and slashes: nothing to escape in YAML, TypeScript or JSON. */
function filled(template: string, words: Readonly<Record<string, string>>): string {
  return Handlebars.create().compile<Readonly<Record<string, string>>>(template, { noEscape: true, strict: true })(
    words,
  )
}

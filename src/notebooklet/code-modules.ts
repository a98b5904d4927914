import { readFileSync } from 'node:fs'
import { type RegisterHooksOptions, registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Imports a notebooklet's code. It may be TypeScript, wherever it stands (Node itself refuses it below `node_modules`), and
 * `import … from 'huntlet'` (or `'huntlet/analytics'`) in it is the huntlet that runs. Called only where such a file is met: the hooks are put in then,
 * and taken out again. Throws what the module throws.
 */
export async function importCode(path: string): Promise<Readonly<Record<string, unknown>>> {
  const hooks = registerHooks(codeHooks)
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  } finally {
    hooks.deregister()
  }
}

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** The package's public entries: beside this file's folder, built or not. */
const ownEntries: ReadonlyMap<string, string> = new Map([
  ['huntlet', new URL(`../index${extension}`, import.meta.url).href],
  ['huntlet/analytics', new URL(`../analytics/index${extension}`, import.meta.url).href],
])

const codeHooks: RegisterHooksOptions = {
  resolve(specifier, context, nextResolve) {
    const url = ownEntries.get(specifier)
    return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true }
  },
  load(url, context, nextLoad) {
    if (!/^file:.*\/node_modules\/.*\.m?ts$/.test(url)) return nextLoad(url, context)
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'), { mode: 'strip', sourceUrl: url })
    return { format: 'module', source, shortCircuit: true }
  },
}

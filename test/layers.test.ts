import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** The drawing of ARCHITECTURE.md: which layers a layer may import. Changing the architecture means changing this table. */
const below: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  kql: ['lib'],
  sql: ['lib'],
  queries: ['kql', 'lib'],
  compile: ['kql', 'sql', 'lib'],
  analytics: ['queries', 'compile', 'kql', 'sql', 'lib'],
  providers: ['analytics', 'queries', 'compile', 'kql', 'sql', 'lib'],
  serve: ['providers', 'analytics', 'queries', 'compile', 'kql', 'sql', 'lib'],
  notebooklet: ['providers', 'analytics', 'queries', 'compile', 'kql', 'sql', 'lib'],
  report: ['notebooklet', 'providers', 'analytics', 'lib'],
  tui: ['report', 'notebooklet', 'providers', 'analytics', 'lib'],
  cli: ['serve', 'tui', 'report', 'notebooklet', 'providers', 'analytics', 'queries', 'compile', 'kql', 'sql', 'lib'],
}

/** Packages and modules that only some layers may touch. */
const reserved: readonly { readonly pattern: RegExp; readonly layers: readonly string[] }[] = [
  { pattern: /^@kusto\//, layers: ['kql'] },
  { pattern: /^@duckdb\//, layers: ['providers'] },
  { pattern: /^@azure\/|^azure-kusto/, layers: ['providers'] },
  { pattern: /^(ink|react)(\/|$)/, layers: ['tui'] },
  { pattern: /^commander$/, layers: ['cli'] },
  { pattern: /^handlebars$/, layers: ['queries', 'report', 'notebooklet'] },
  {
    pattern: /^node:(http|https|net|tls|dgram|dns|child_process|worker_threads)/,
    layers: ['providers', 'serve', 'cli'],
  },
  { pattern: /^node:fs/, layers: ['providers', 'notebooklet', 'cli'] },
  { pattern: /^selfsigned$/, layers: ['serve'] },
  // For what the machine and the build of Node are; arguments, environment and streams are below.
  { pattern: /^node:process$/, layers: ['providers', 'tui', 'cli'] },
]

/** Words of the world that pure layers may not use. */
const impure: readonly { readonly pattern: RegExp; readonly layers: readonly string[]; readonly what: string }[] = [
  {
    // The members of Node's own, so that a log's `process.image` is none.
    pattern:
      /\bprocess\.(argv|chdir|cwd|env|exit|exitCode|hrtime|kill|memoryUsage|off|on|once|platform|std(in|out|err)|versions)\b(?!\.NODE_ENV)/,
    layers: ['lib', 'kql', 'sql', 'queries', 'compile', 'analytics', 'notebooklet', 'report', 'providers'],
    what: '`process` belongs to cli',
  },
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/,
    layers: ['lib', 'kql', 'sql', 'queries', 'compile', 'analytics', 'report'],
    what: 'pure layers read no clock and no randomness',
  },
]

/** Beside the command line, what runs as a process of its own has arguments and an end. */
const programs: ReadonlySet<string> = new Set(['providers/local/compiler/snapshot-program.ts'])

const files = sourceFiles(join(root, 'src'))

describe('the layers of src', () => {
  it('import only what stands below them', () => {
    expect(files.flatMap((file) => importFaults(file))).toEqual([])
  })

  it('touch the world only where they may', () => {
    expect(files.flatMap((file) => worldFaults(file))).toEqual([])
  })

  it('are all in the drawing', () => {
    const layers = new Set(files.map((file) => layerOf(file)).filter((layer) => layer !== 'index.ts'))
    expect([...layers].filter((layer) => !(layer in below))).toEqual([])
  })
})

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function layerOf(file: string): string {
  return relative(join(root, 'src'), file).split(/[\\/]/)[0]!
}

function lines(file: string): { readonly text: string; readonly at: string }[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ text, at: `${relative(root, file)}:${index + 1}` }))
}

function importFaults(file: string): string[] {
  const layer = layerOf(file)
  if (layer === 'index.ts') return []
  const allowed = below[layer] ?? []
  return lines(file).flatMap(({ text, at }) => {
    const specifier = /(?:from|import|require)\s*\(?\s*['"]([^'"]+)['"]/.exec(text)?.[1]
    if (specifier === undefined) return []
    if (specifier.startsWith('.')) {
      const target = layerOf(resolve(dirname(file), specifier))
      return target === layer || allowed.includes(target)
        ? []
        : [`${at} ${layer} may not import ${target}: ${text.trim()}`]
    }
    return reserved
      .filter(({ pattern, layers }) => pattern.test(specifier) && !layers.includes(layer))
      .map(({ layers }) => `${at} only ${layers.join(', ')} may import ${specifier}`)
  })
}

function worldFaults(file: string): string[] {
  if (programs.has(relative(join(root, 'src'), file).replaceAll('\\', '/'))) return []
  const layer = layerOf(file)
  return lines(file).flatMap(({ text, at }) =>
    /^\s*(\*|\/\/|\/\*)/.test(text)
      ? []
      : impure
          .filter(({ pattern, layers }) => layers.includes(layer) && pattern.test(text))
          .map(({ what }) => `${at} ${what}: ${text.trim()}`),
  )
}

/**
 * The last part of the build: what is started is made few files of many, as a file costs more to find and open than to run;
 * and the compiler is made one script, from which a start-up snapshot can be taken. `node scripts/bundle.ts [folder]`
 */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'

const repository = resolve(import.meta.dirname, '..')
const source = join(repository, 'src')

/** Every module that is started, or imported by its name. */
const entries = [
  'index',
  'analytics/index',
  'cli/main',
  'serve/index',
  'notebooklet/step-thread',
  'providers/local/engine-thread',
  'providers/local/compiler-thread',
  'providers/local/compiler/keep-snapshot',
]

/** Packages of many files that most starts need. Others are imported from where they are installed. */
const bundledPackages: ReadonlySet<string> = new Set([
  '@duckdb/node-api',
  'ansi-regex',
  'commander',
  'env-paths',
  'get-east-asian-width',
  'handlebars',
  'is-safe-filename',
  'p-limit',
  'source-map',
  'string-width',
  'strip-ansi',
  'yaml',
  'yocto-queue',
  'zod',
])

/** Replaces what is started in `folder`, where the TypeScript compiler wrote all modules one by one. */
export async function bundleAll(folder: string): Promise<void> {
  const chunks = 'chunks'
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(source, `${name}.ts`)])),
    platform: 'node',
    plugins: [choosePackages(bundledPackages), keepPlaces(chunks)],
  })
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${chunks}/[name]-[hash].js`,
  })
  await bundle.close()
  // `npx huntlet` in a clone starts it as a program.
  chmodSync(join(folder, 'cli', 'main.js'), 0o755)
  const files = output.flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []))
  writeFileSync(join(folder, chunks, 'LICENSES.txt'), licencesOf(files))
}

/** The compiler alone, for `src/providers/local/compiler/snapshot-place.ts`. */
export async function bundleCompiler(folder: string): Promise<void> {
  const place = join('providers', 'local')
  const bundle = await rolldown({
    input: join(source, 'providers', 'local', 'compiler', 'snapshot-program.ts'),
    platform: 'node',
    plugins: [choosePackages(new Set()), keepPlaces(place)],
  })
  await bundle.write({ file: join(folder, place, 'compiler-snapshot.cjs'), format: 'cjs' })
  await bundle.close()
}

function choosePackages(chosen: ReadonlySet<string>): Plugin {
  return {
    name: 'choose-packages',
    async resolveId(id, importer) {
      if (id.startsWith('node:')) return { id, external: true }
      if (importer === undefined || id.startsWith('.') || id.startsWith('/')) return null
      const resolved = await this.resolve(id, importer, { skipSelf: true })
      const folder = resolved && packageFolderOf(resolved.id)
      return folder && chosen.has(packageName(folder)) ? resolved : { id, external: true }
    },
  }
}

/** A module that asks where it is gets the place it has where modules are files of their own; `place`: of those who ask now. */
function keepPlaces(place: string): Plugin {
  return {
    name: 'keep-places',
    transform(code, id) {
      if (!id.startsWith(source) || !code.includes('import.meta.url')) return null
      const own = relative(place, relative(source, id))
        .replaceAll('\\', '/')
        .replace(/\.tsx?$/, '.js')
      return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(own)}, import.meta.url).href`)
    },
  }
}

/** The folder of the installed package that a file belongs to. */
function packageFolderOf(file: string): string | undefined {
  return /.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0]
}

function packageName(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/.*\/node_modules\//, '')
}

/** What the packages ask to be said wherever copies of them go. */
function licencesOf(files: readonly string[]): string {
  const folders = new Set(files.map(packageFolderOf).filter((folder) => folder !== undefined))
  return [...folders]
    .sort()
    .map((folder) => `${packageName(folder)}\n\n${licenceIn(folder)}\n`)
    .join(`${'-'.repeat(80)}\n`)
}

function licenceIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim()
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license?: string }
  return `License: ${license ?? 'not stated'}`
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(repository, 'dist'))
  if (!existsSync(join(folder, 'cli'))) throw new Error(`${folder}: run the TypeScript compiler first.`)
  await Promise.all([bundleAll(folder), bundleCompiler(folder)])
}

/**
 * Part of the build: makes the compiler one script, from which a start-up snapshot can be made.
 * `node scripts/bundle-compiler.ts [file]`
 */
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'

const repository = resolve(import.meta.dirname, '..')

/** `file`: three folders below one that holds `schemas`, as all of huntlet's code. */
export async function bundleCompiler(file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(repository, 'src', 'providers', 'local', 'compiler', 'snapshot-program.ts'),
    platform: 'node',
    external: /^node:/,
  })
  await bundle.write({ file, format: 'cjs' })
  await bundle.close()
}

if (import.meta.main) {
  await bundleCompiler(process.argv[2] ?? join(repository, 'dist', 'providers', 'local', 'compiler-snapshot.cjs'))
}

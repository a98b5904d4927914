#!/usr/bin/env node
// By no name: Node.js 20 has none of it, and shall come as far as being told so.
import * as nodeModule from 'node:module'
import { keptFolders } from '../providers/local/cache/disk-use.ts'
import { makePrivate } from '../providers/local/cache/private-folder.ts'
import { systemCacheFolder } from './disk-use.ts'
import { leavesNoTrace } from './no-trace.ts'

const oldest = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `huntlet needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}. ` +
      'A clone of huntlet has one of its own: npx huntlet.\n',
  )
  process.exitCode = 2
} else {
  if (!leavesNoTrace({ trace: !process.argv.includes('--no-trace') })) keepCompiledCode()
  const { runCli } = await import('./run-cli.ts')
  await runCli(process.argv.slice(2))
}

/** Our own code starts faster the next time. Nobody else may write there: it is run. */
function keepCompiledCode(): void {
  try {
    nodeModule.enableCompileCache(makePrivate(systemCacheFolder(), keptFolders.code))
  } catch {
    // Where nothing can be written it stays as slow as it is.
  }
}

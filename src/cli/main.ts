#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { leavesNoTrace } from './no-trace.ts'

const oldest = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(`huntlet needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  // Node keeps compiled code in the system's folder for temporary files.
  if (!leavesNoTrace({ trace: !process.argv.includes('--no-trace') })) enableCompileCache()
  const { runCli } = await import('./run-cli.ts')
  await runCli(process.argv.slice(2))
}

#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

const oldest = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(`huntlet needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  enableCompileCache()
  const { runCli } = await import('./run-cli.ts')
  await runCli(process.argv.slice(2))
}

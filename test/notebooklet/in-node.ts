import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const src = pathToFileURL(`${resolve(import.meta.dirname, '../../src')}/`).href

/**
 * What a function body returns in a Node of its own, through JSON: the test runner loads modules in its own way, which passes
 * by the hooks that load a notebooklet's code. `load('notebooklet/catalog.ts')` imports from src.
 */
export async function inNode(body: string): Promise<unknown> {
  const code = `
    const load = (path) => import(${JSON.stringify(src)} + path)
    const answer = await (async () => {${body}})()
    process.stdout.write('\\n' + JSON.stringify(answer ?? null))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    timeout: 60_000,
    maxBuffer: 1e8,
  })
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1))
}

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { type Document, isMap, parseDocument } from 'yaml'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import type { ConfiguredWorkspace } from './config-schema.ts'
import { type ConfigFile, readConfig } from './read-config.ts'

/** What a new file begins with. */
const heading = ` Settings of huntlet. Nothing here is needed for logs in files. Secrets are never written here, only where they are:
 { env: NAME } for a variable of the environment, { file: PATH } for a file.`

/** A file of settings that is to be changed: comments and order stay as they are. */
export interface ConfigEdit {
  readonly path: string
  readonly owner: ConfigFile['owner']
  readonly document: Document
}

/** Opens a file of settings, or one that is not there yet. Throws what `readConfig` throws for one that is wrong already. */
export function editConfig(path: string, owner: ConfigFile['owner']): ConfigEdit {
  const content = existsSync(path) ? readFileSync(path, 'utf8') : ''
  readConfig(path, content, owner)
  const document: Document = parseDocument(content)
  if (content.trim() === '') {
    document.contents = document.createNode({})
    document.commentBefore = heading
  } else if (document.contents === null || !isMap(document.contents)) {
    document.contents = document.createNode({})
  }
  // An empty `{}` would take what comes in one line.
  if (isMap(document.contents) && document.contents.items.length === 0) document.contents.flow = false
  return { path, owner, document }
}

/** Adds a workspace, in the place of one of that name. */
export function putWorkspace({ document }: ConfigEdit, name: string, workspace: ConfiguredWorkspace): void {
  if (!document.hasIn(['workspaces'])) document.set('workspaces', document.createNode({}))
  const all = document.get('workspaces')
  if (isMap(all) && all.items.length === 0) all.flow = false
  document.setIn(['workspaces', name], document.createNode(workspace))
}

/** Removes a workspace; the settings say no more of it. */
export function dropWorkspace({ document }: ConfigEdit, name: string): void {
  document.deleteIn(['workspaces', name])
  const all = document.get('workspaces')
  if (isMap(all) && all.items.length === 0) document.delete('workspaces')
  if (document.get('default') === name) document.delete('default')
}

/** Puts the file in place whole, after a check that it can be read. Throws CANNOT_WRITE, and what `readConfig` throws. */
export function saveConfig({ path, owner, document }: ConfigEdit): void {
  const text = document.contents === null ? '' : document.toString({ lineWidth: 0 })
  readConfig(path, text, owner)
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true })
    // Of a link the file that it leads to.
    const target = existsSync(path) ? realpathSync(path) : path
    const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o600
    const draft = `${target}.${randomBytes(4).toString('hex')}.tmp`
    writeFileSync(draft, text, { mode })
    renameSync(draft, target)
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot write ${path}: ${wordsOf(error)}`, { cause: error })
  }
}

/** A path given on the command line, as the file of settings is to name it. */
export function pathFor({ path: file, owner }: ConfigEdit, given: string): string {
  if (owner === 'user') return resolve(given)
  const way = relative(dirname(resolve(file)), resolve(given))
  return way === '' ? '.' : way.startsWith('.') ? way : `./${way}`
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { openCatalog } from '../catalog.ts'
import { packageFolder } from '../package-folder.ts'
import { writeOut } from '../terminal.ts'

/** `huntlet new NAME`: writes a notebooklet, its query, a fixture and its golden below the folder one stands in. */
export async function createNotebooklet(name: string, flags: { readonly typescript?: boolean }): Promise<void> {
  const { scaffoldNotebooklet } = await import('../../notebooklet/scaffold.ts')
  const files = scaffoldNotebooklet(name, {
    typescript: flags.typescript === true,
    templates: resolve(packageFolder, 'templates', 'scaffold'),
  })
  await refuseShippedName(basename(name))
  const taken = Object.keys(files).filter((path) => existsSync(path))
  if (taken.length > 0) {
    throw new HuntletError('BAD_NAME', `${taken.join(', ')}: already there; nothing was written.`, {
      hint: 'Choose another name, or move the file away.',
    })
  }
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text, { flag: 'wx' })
    }
  } catch (cause) {
    throw new HuntletError('CANNOT_WRITE', `Cannot write the notebooklet here: ${wordsOf(cause)}`, {
      hint: 'Go to a folder that you may write to.',
      cause,
    })
  }
  const fixture = Object.keys(files).find((path) => path.includes('/fixture/'))
  await writeOut([
    ...Object.keys(files).map((path) => `wrote ${path}\n`),
    '\nNext:\n  huntlet check\n',
    `  huntlet run ${basename(name)}${fixture ? ` --workspace ${dirname(fixture)}` : ''}\n`,
  ])
}

/** Of two notebooklets of a name only the first is known, and that is the one that is shipped. */
async function refuseShippedName(id: string): Promise<void> {
  const { notebooklets } = await openCatalog()
  const known = notebooklets.find((each) => each.id === id)
  if (known?.origin !== 'shipped') return
  throw new HuntletError('BAD_NAME', `\`${id}\` is the name of a notebooklet that is shipped; nothing was written.`, {
    hint: `huntlet show ${id} says what that does; give yours another name.`,
  })
}

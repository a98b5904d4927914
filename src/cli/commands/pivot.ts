import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { type EntityType, entityTypes } from '../../notebooklet/result-data.ts'
import { openCatalog } from '../catalog.ts'
import type { RunFlags } from '../run-request.ts'
import { writeError, writeOut } from '../terminal.ts'
import { separateWorkspace } from '../workspace-argument.ts'
import { runNamed } from './run.ts'

export interface PivotFlags extends RunFlags {
  readonly run?: string
  readonly list?: boolean
}

/** `huntlet pivot ENTITY VALUE`: says what takes the entity, and runs the first of them or the one named. */
export async function pivot(given: readonly (string | undefined)[], flags: PivotFlags): Promise<void> {
  const { workspace, positional } = separateWorkspace(
    flags.workspace,
    given.filter((argument) => argument !== undefined),
    2,
  )
  const [entity, value] = positional
  if (entity === undefined)
    throw new HuntletError('MISSING_ENTITY', 'No entity was named.', {
      hint: 'huntlet pivot account alice@contoso.com',
    })
  const type = entityType(entity)
  const { pivotsFor } = await import('../../notebooklet/pivots.ts')
  const ordered = pivotsFor((await openCatalog()).notebooklets, type)
  const lines = ordered.map(({ id, title }) => `  ${id.padEnd(24)} ${title}`)
  if (flags.list || value === undefined) {
    if (ordered.length === 0) writeError(`No notebooklet takes a ${type}.`)
    else await writeOut([`What takes a ${type}:\n`, ...lines.map((line) => `${line}\n`)])
    if (value === undefined && !flags.list)
      throw new HuntletError('MISSING_VALUE', `Which ${type}?`, { hint: `huntlet pivot ${type} VALUE` })
    return
  }
  const chosen = flags.run === undefined ? ordered[0] : ordered.find(({ id }) => id === flags.run)
  if (!chosen) {
    const problem =
      flags.run === undefined ? `No notebooklet takes a ${type}.` : `\`${flags.run}\` does not take a ${type}.`
    throw new HuntletError('UNKNOWN_NOTEBOOKLET', problem, {
      hint: `What does: ${ordered.map(({ id }) => id).join(', ') || 'nothing yet'}`,
    })
  }
  if (ordered.length > 1) writeError([`What takes a ${type} (--run NAME picks another):`, ...lines].join('\n'))
  await runNamed(chosen.id, value, { ...flags, workspace })
}

function entityType(text: string): EntityType {
  const word = text
    .toLowerCase()
    .replace(/^(ip[-_ ]?address|address)$/, 'ip')
    .replace(/^user$/, 'account')
    .replace(/^computer$/, 'host')
  const type = entityTypes.find((known) => known === word)
  if (type) return type
  const meant = nearest(word, entityTypes)
  throw new HuntletError(
    'UNKNOWN_ENTITY',
    `\`${text}\` is no kind of entity.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
    {
      hint: `Kinds: ${entityTypes.join(', ')}`,
    },
  )
}

import { refang } from '../../analytics/text/refang.ts'
import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { functionsFor } from '../../notebooklet/entity-functions.ts'
import { originText } from '../../notebooklet/pivot-from.ts'
import { type EntityType, entityTypes } from '../../notebooklet/result-data.ts'
import { readObservable } from '../../providers/lookups/observable.ts'
import { openCatalog } from '../catalog.ts'
import { pivotColumn } from '../pivot-column.ts'
import { functionNamed, runFunction } from '../pivot-function.ts'
import { type OriginFlags, type PivotStart, pivotStart } from '../pivot-origin.ts'
import type { RunFlags } from '../run-request.ts'
import { writeError, writeOut } from '../terminal.ts'
import { separateWorkspace } from '../workspace-argument.ts'
import { runNamed } from './run.ts'

export interface PivotFlags extends RunFlags, OriginFlags {
  readonly run?: string
  readonly list?: boolean
  /** The table whose column is pivoted on. */
  readonly on?: string
  readonly limit?: string
}

/** `huntlet pivot ENTITY VALUE`: says what takes the entity, and runs the first of them or the one named. */
export async function pivot(given: readonly (string | undefined)[], flags: PivotFlags): Promise<void> {
  const { workspace, positional } = await separateWorkspace(
    flags,
    given.filter((argument) => argument !== undefined),
    2,
  )
  const [entity, written] = positional
  const asked = entity === undefined ? undefined : entityType(entity)
  if (flags.on !== undefined) return pivotColumn(asked, { ...flags, workspace })
  refuseWithoutFrom(flags)
  const start = flags.from === undefined ? undefined : await pivotStart(flags.from, flags, asked, written !== undefined)
  const type = asked ?? start?.entity?.type
  const value = written ?? start?.entity?.value
  if (type === undefined)
    throw new HuntletError('MISSING_ENTITY', 'No entity was named.', {
      hint: 'huntlet pivot account alice@contoso.com',
    })
  if (value !== undefined) sayOtherKind(type, value)
  const { pivotsFor } = await import('../../notebooklet/pivots.ts')
  const ordered = pivotsFor((await openCatalog()).notebooklets, type)
  const functions = functionsFor(type)
  const lines = [...ordered, ...functions].map(({ id, title }) => `  ${id.padEnd(24)} ${title}`)
  if (flags.list || value === undefined) {
    if (ordered.length === 0) writeError(`No notebooklet takes ${anEntity(type)}.`)
    await writeOut([`What takes ${anEntity(type)}:\n`, ...lines.map((line) => `${line}\n`)])
    if (value === undefined && !flags.list)
      throw new HuntletError('MISSING_VALUE', `Which ${type}?`, { hint: `huntlet pivot ${type} VALUE` })
    return
  }
  const withOrigin = withStart({ ...flags, workspace }, start)
  const done = functionNamed(type, flags.run)
  if (done) return runFunction(done, value, withOrigin)
  const chosen = flags.run === undefined ? ordered[0] : ordered.find(({ id }) => id === flags.run)
  if (!chosen) {
    const problem =
      flags.run === undefined
        ? `No notebooklet takes ${anEntity(type)}.`
        : `\`${flags.run}\` does not take ${anEntity(type)}.`
    throw new HuntletError('UNKNOWN_NOTEBOOKLET', problem, {
      hint: `What does: ${[...ordered, ...functions].map(({ id }) => id).join(', ')}`,
    })
  }
  writeError([`What takes ${anEntity(type)} (--run NAME picks another):`, ...lines].join('\n'))
  if (start?.entity) writeError(`${type} ${safeText(value)} from ${safeText(originText(start.origin))}`)
  await runNamed(chosen.id, value, withOrigin)
}

/** A saved Result's workspace is taken where none is named; another one is said to be another. */
function withStart({ time: _time, ...flags }: PivotFlags, start: PivotStart | undefined): PivotFlags {
  if (!start) return flags
  const { within: _within, ...rest } = flags
  const isNamed = (flags.workspace?.length ?? 0) > 0 || (flags.table?.length ?? 0) > 0
  const workspace = isNamed ? flags.workspace : [start.workspace]
  if (!isNamed) writeError(`workspace: ${safeText(start.workspace)}, which the Result was made from`)
  const within = flags.around === undefined ? start.time.within : flags.within
  return {
    ...rest,
    ...(workspace && { workspace }),
    ...start.time,
    ...(within !== undefined && { within }),
    origin: start.origin,
    ...(isNamed && { madeFrom: start.workspace }),
  }
}

function refuseWithoutFrom(flags: PivotFlags): void {
  if (flags.from !== undefined) return
  for (const name of ['section', 'row', 'column', 'time'] as const) {
    if (flags[name] === undefined) continue
    throw new HuntletError('BAD_OPTION_VALUE', `--${name} says something of a saved Result: --from is missing.`, {
      hint: 'huntlet pivot account --from result.json --section ID --row 1',
    })
  }
}

/** The kind of entity that a text looks like, where it does. */
function likelyType(text: string): EntityType | undefined {
  const kind = readObservable(refang(text).text, 'any')?.kind
  if (kind !== undefined) return kind === 'email' ? 'account' : kind
  return /^[^\\\s]+\\[^\\\s]+$/.test(text) ? 'account' : undefined
}

/** Says where a value is not of the kind that was named: what takes it will hardly find it. */
function sayOtherKind(type: EntityType, value: string): void {
  const hint = typedKinds.find((kind) => kind === type)
  if (hint === undefined || value === '' || readObservable(refang(value).text, hint)) return
  writeError(`notice: \`${safeText(value.slice(0, 80))}\` is no ${named[hint]}; it is looked for as it is written.`)
}

const typedKinds = ['ip', 'domain', 'url', 'hash'] as const
const named = { ip: 'IP address', domain: 'domain', url: 'URL', hash: 'hash (MD5, SHA-1, SHA-256)' } as const

function anEntity(type: EntityType): string {
  return `${/^[aei]/.test(type) ? 'an' : 'a'} ${type}`
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
  const likely = meant === undefined ? likelyType(text) : undefined
  const shown = safeText(text.slice(0, 80))
  throw new HuntletError(
    'UNKNOWN_ENTITY',
    `\`${shown}\` is no kind of entity.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
    {
      hint: likely
        ? `Its kind stands before a value: huntlet pivot ${likely} '${shown}'`
        : `Kinds: ${entityTypes.join(', ')}`,
    },
  )
}

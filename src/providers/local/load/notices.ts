import { safeText } from '../../../lib/safe-text.ts'
import type { WorkspaceNotice } from '../../workspace.ts'
import type { FileLoss } from '../protocol.ts'

/** Most notices of one kind told in full; the rest are counted. A folder of ten thousand photographs is one line. */
const shownOfAKind = 20

/**
 * `kind` groups what is alike, so that the hundredth of a kind is counted and not told. Where it `isOfMany`, the same words
 * about several files are one notice: that of the first, with how many more there are.
 */
export type KindNotice = WorkspaceNotice & { readonly kind: string; readonly isOfMany?: true }

/** What there is to say about the files being read, in the order it was found. Names of files are made safe to print. */
export interface Notices {
  add(notice: KindNotice): void
  /** Remembers that a file was not read whole: queries over its table say so. */
  addLoss(loss: FileLoss): void
  /** Adds all that another has. */
  absorb(other: Pick<Notices, 'kinds' | 'losses'>): void
  all(): WorkspaceNotice[]
  losses(): readonly FileLoss[]
  kinds(): readonly KindNotice[]
}

export function collectNotices(): Notices {
  const kept: KindNotice[] = []
  const losses: FileLoss[] = []
  const add: Notices['add'] = ({ kind, isOfMany, severity, message, file, line }) => {
    kept.push({
      kind,
      ...(isOfMany && { isOfMany }),
      severity,
      message: safeText(message),
      ...(file !== undefined && { file: safeText(file) }),
      ...(line !== undefined && { line }),
    })
  }
  return {
    add,
    addLoss: ({ file, what }) => losses.push({ file: safeText(file), what: safeText(what) }),
    absorb(other) {
      kept.push(...other.kinds())
      losses.push(...other.losses())
    },
    all() {
      const counts = new Map<string, number>()
      const shown = toldTogether(kept).filter(({ kind }) => {
        const count = (counts.get(kind) ?? 0) + 1
        counts.set(kind, count)
        return count <= shownOfAKind
      })
      const more = [...counts].filter(([, count]) => count > shownOfAKind)
      return [
        ...shown.map(({ kind: _, isOfMany: __, ...notice }) => notice),
        ...more.map(
          ([kind, count]): WorkspaceNotice => ({
            severity: shown.find((each) => each.kind === kind)!.severity,
            message: `${count - shownOfAKind} more of the same: ${kind}`,
          }),
        ),
      ]
    },
    losses: () => losses,
    kinds: () => kept,
  }
}

function toldTogether(notices: readonly KindNotice[]): KindNotice[] {
  const key = ({ kind, message }: KindNotice) => `${kind} ${message}`
  const counts = new Map<string, number>()
  for (const notice of notices) {
    if (notice.isOfMany) counts.set(key(notice), (counts.get(key(notice)) ?? 0) + 1)
  }
  const told = new Set<string>()
  return notices.flatMap((notice) => {
    const count = notice.isOfMany ? counts.get(key(notice))! : 1
    if (count === 1) return [notice]
    if (told.has(key(notice))) return []
    told.add(key(notice))
    return [{ ...notice, file: `${notice.file} and ${count - 1} more` }]
  })
}

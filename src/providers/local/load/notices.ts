import { safeText } from '../../../lib/safe-text.ts'
import type { WorkspaceNotice } from '../../workspace.ts'
import type { FileLoss } from '../protocol.ts'

/** Most notices of one kind kept in full; the rest are counted. A folder of ten thousand photographs is one line. */
const shownOfAKind = 20

/** What there is to say about the files being read, in the order it was found. */
export interface Notices {
  /** `kind` groups what is alike, so that the hundredth of a kind is counted and not told. Names of files are made safe to print. */
  add(notice: WorkspaceNotice & { readonly kind: string }): void
  all(): WorkspaceNotice[]
  /** Remembers that a file was not read whole: queries over its table say so. */
  addLoss(loss: FileLoss): void
  losses(): readonly FileLoss[]
}

export function collectNotices(): Notices {
  const kept: WorkspaceNotice[] = []
  const counts = new Map<string, number>()
  const losses: FileLoss[] = []
  return {
    addLoss: ({ file, what }) => losses.push({ file: safeText(file), what: safeText(what) }),
    losses: () => losses,
    add({ kind, severity, message, file, line }) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      if (count > shownOfAKind) return
      kept.push({
        severity,
        message: safeText(message),
        ...(file !== undefined && { file: safeText(file) }),
        ...(line !== undefined && { line }),
      })
    },
    all() {
      const more = [...counts]
        .filter(([, count]) => count > shownOfAKind)
        .map(
          ([kind, count]): WorkspaceNotice => ({
            severity: 'notice',
            message: `${count - shownOfAKind} more of the same: ${kind}`,
          }),
        )
      return [...kept, ...more]
    },
  }
}

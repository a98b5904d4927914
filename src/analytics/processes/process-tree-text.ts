import { safeText } from '../../lib/safe-text.ts'
import type { ProcessTree } from './process-tree.ts'

export interface ProcessTextOptions {
  /** Columns shown behind the label. Default time, account and command line. */
  readonly fields?: readonly string[] | undefined
  /** Levels of branches that are drawn; a deeper process tells how many more there are. Default 24. */
  readonly levels?: number | undefined
  /** Characters of a line, a longer one goes on below; at least 40. Default: lines are as long as they are. */
  readonly width?: number | undefined
}

/**
 * The tree as text, a line a process, `*` behind the label of an inferred one. Control characters of the log are made visible.
 * Chains of hundreds stay readable and the text linear in the number of processes, as deep branches are counted, not drawn.
 */
export function processTreeText(tree: ProcessTree, options: ProcessTextOptions = {}): string {
  const { fields = ['Time', 'Account', 'CommandLine'], levels = 24 } = options
  const width = options.width === undefined ? Number.POSITIVE_INFINITY : Math.max(40, options.width)
  const { table, parent, depth, below } = tree
  // By depth, whether the process above at that depth is the last of its siblings.
  const isLast: boolean[] = []
  const lines: string[] = []
  for (let process = 0; process < tree.count; process++) {
    const level = depth[process]!
    const above = parent[process]!
    isLast[level] = above < 0 || process + below[process]! === above + below[above]!
    const hidden = Math.max(0, level - levels)
    const trunk = isLast.slice(hidden + 1, level).map((last) => (last ? '   ' : '│  '))
    const lead = `${hidden > 0 ? `⋯${hidden} ` : ''}${trunk.join('')}`
    const twig = level === 0 ? '' : isLast[level] ? '└─ ' : '├─ '
    const mark = tree.inferred[process] === 1 ? '*' : ''
    const details = fields
      .map((name) => table.value(process, name))
      .filter((cell) => cell !== null && cell !== undefined && cell !== '')
    const text = [`${table.value(process, 'Label')}${mark}`, ...details]
      .map((part) => safeText(String(part)))
      .join('  ')
    const under = `${lead}${level === 0 ? '' : isLast[level] ? '   ' : '│  '}   `
    lines.push(...wrapped(`${lead}${twig}`, under, text, width))
  }
  return lines.join('\n')
}

/** A text behind its branch, broken where it is too long. */
function wrapped(first: string, under: string, text: string, width: number): string[] {
  if (first.length + text.length <= width) return [first + text]
  const lines: string[] = []
  const characters = [...text]
  for (let from = 0; from < characters.length; ) {
    const lead = from === 0 ? first : under
    const room = Math.max(20, width - lead.length)
    lines.push(lead + characters.slice(from, from + room).join(''))
    from += room
  }
  return lines
}

import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { timeReader } from '../columns/log-times.ts'
import { readTimespan } from '../columns/numbers-and-times.ts'
import { evidenceReader } from './technique-evidence.ts'

export interface TechniqueEpisodesOptions {
  /** Longest pause within an episode. Default `1h`. */
  readonly gap?: string
  /** Longest episode, so that a host where something always points to something has more than one. Default `1d`. */
  readonly longest?: string
  /** Fewest different techniques of an episode. Default 2. */
  readonly least?: number
}

const episodeColumns: readonly ColumnType[] = [
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
  { name: 'TechniqueCount', type: 'long' },
  { name: 'What', type: 'string' },
  { name: 'Accounts', type: 'dynamic' },
  { name: 'Logons', type: 'dynamic' },
  { name: 'Records', type: 'long' },
  { name: 'Times', type: 'long' },
  { name: 'Techniques', type: 'dynamic' },
]

interface Pointer {
  readonly ticks: bigint
  readonly time: Cell
  readonly techniques: readonly string[]
  readonly what: readonly string[]
  readonly account: string
  readonly logon: string
}

interface Episode {
  readonly pointers: readonly Pointer[]
  readonly techniques: ReadonlySet<string>
  readonly what: ReadonlySet<string>
  readonly accounts: ReadonlySet<string>
  times: number
}

/**
 * When records that point to techniques of ATT&CK come together: rows of several tables, with techniques in `Technique` or `Techniques`, in order of
 * time and parted where nothing points to any for longer than `gap`, or after `longest`; the episodes with the most different techniques first, of
 * these the newest. One record is an administrator's day, many kinds within an hour hardly are. Episodes that are the same by what, and by whom, are
 * one row with how many `Times`, and the time of the first; `What` begins with what the fewest episodes have. Rows without a time are left out.
 * Throws `OPTION_INVALID` for what is no timespan.
 */
export function techniqueEpisodes(tables: readonly Table[], options: TechniqueEpisodesOptions = {}): Table {
  const { gap = '1h', longest = '1d', least = 2 } = options
  const pause = BigInt(readTimespan(gap, 'gap'))
  const most = BigInt(readTimespan(longest, 'longest'))
  const pointers = tables.flatMap(pointersOf).sort((a, b) => (a.ticks < b.ticks ? -1 : Number(a.ticks > b.ticks)))
  const groups: Pointer[][] = []
  for (const pointer of pointers) {
    const group = groups.at(-1)
    if (group && pointer.ticks - group.at(-1)!.ticks <= pause && pointer.ticks - group[0]!.ticks <= most)
      group.push(pointer)
    else groups.push([pointer])
  }
  const known = new Map<string, Episode>()
  for (const group of groups) {
    const episode = episodeOf(group)
    if (episode.techniques.size < least) continue
    const key = JSON.stringify([episode.what, episode.accounts].map((set) => [...set].sort()))
    const same = known.get(key)
    if (same) same.times++
    else known.set(key, episode)
  }
  const often = new Map<string, number>()
  for (const { what, times } of known.values()) for (const each of what) often.set(each, (often.get(each) ?? 0) + times)
  const episodes = [...known.values()].reverse().sort((a, b) => b.techniques.size - a.techniques.size)
  return Table.fromRows(
    episodeColumns,
    episodes.map(({ pointers: all, techniques, what, accounts, times }) => [
      all[0]!.time,
      all.at(-1)!.time,
      BigInt(techniques.size),
      [...what].sort((a, b) => often.get(a)! - often.get(b)!).join('; '),
      [...accounts],
      [...new Set(all.map(({ logon }) => logon))].filter((each) => each !== ''),
      BigInt(all.length),
      BigInt(times),
      [...techniques],
    ]),
  )
}

function episodeOf(pointers: readonly Pointer[]): Episode {
  return {
    pointers,
    techniques: new Set(pointers.flatMap(({ techniques }) => techniques)),
    what: new Set(pointers.flatMap(({ what }) => what)),
    accounts: new Set(pointers.map(({ account }) => account).filter((each) => each !== '')),
    times: 1,
  }
}

function pointersOf(table: Table): Pointer[] {
  const timeColumn = ['TimeGenerated', 'First'].find((name) => table.indexOf(name) >= 0)
  if (timeColumn === undefined) return []
  const ticksOf = timeReader(table, timeColumn)
  const cells = table.column(timeColumn)
  const evidence = evidenceReader(table)
  const [account, logon] = ['Account', 'Logon'].map((name) => textReader(table, name))
  return Array.from({ length: table.rowCount }, (_, row) => row).flatMap((row): Pointer[] => {
    const ticks = ticksOf(row)
    const { techniques, what } = evidence(row)
    if (ticks === undefined || techniques.length === 0) return []
    return [{ ticks, time: cells[row]!, techniques, what, account: account!(row), logon: logon!(row) }]
  })
}

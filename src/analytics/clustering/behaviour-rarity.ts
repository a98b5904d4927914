import { type ColumnTexts, mapTexts } from '../columns/column-texts.ts'
import { positionOf } from '../columns/position-of.ts'
import { argumentShape, normalPath } from './process-behaviour.ts'
import { tailShares } from './tail-shares.ts'
import { type BackgroundProcess, windowsBackground } from './windows-background.ts'

/** What is known of each created process, one place a process. */
export interface ProcessTexts {
  readonly process: ColumnTexts
  readonly commandLine: ColumnTexts
  readonly parent: ColumnTexts
  readonly host: ColumnTexts
}

export interface BehaviourRarity {
  /** Of all processes, and of what is known of Windows, the share that are as unusual as this one or more. */
  readonly shares: Float64Array
  /** What ran and what started it, `cmd.exe → c:\users\*\downloads\setup#.exe`, without what differs from time to time. */
  readonly programs: ColumnTexts
  /** The shape of its arguments. */
  readonly shapes: ColumnTexts
}

/**
 * What is known of Windows weighs as much as the log, and as a thousand processes at least: what is usual in general is nothing unusual here,
 * however seldom a log of servers has it, and a log of a minute knows next to nothing.
 */
const leastBackground = 1000
/** The parent of a program that goes with whatever needs it. */
const anyParent = '*'

/**
 * How unusual each process is. What ran, and what started it, is told in two ways: as the folder, the name in that folder, and the parent of
 * that program; and as the parent, and what that parent starts. Each step has the share of what is as rare in that place (`tailShares`), and of the
 * two products the larger counts: a new program is nothing unusual where new programs keep being started. The shape of its arguments, among
 * those of the program, multiplies that. The product orders the processes, and the place in that order is the share.
 *
 * What the log does not tell (no command lines, no parents) tells nothing. A host counts by the root of its number of processes, so that a busy
 * one does not make rare what all others do. What more than half of at least three hosts do is usual.
 */
export function behaviourRarity({ process, commandLine, parent, host }: ProcessTexts): BehaviourRarity {
  const count = process.index.length
  const paths = process.texts.map(normalPath)
  const parentName = mapTexts(parent, (text) => normalPath(text).name)
  const shapes = mapTexts(commandLine, argumentShape)
  const programs = programsOf(process, paths, parentName)
  const places = placesOf({ process, commandLine, parent: parentName, host }, paths, shapes)
  const { weights, parentWeights, shapeWeights, folders, names, files, parents } = places
  const everywhere = new Uint32Array(weights.length)
  const folderShares = tailShares(everywhere, folders, weights, count)
  const nameShares = tailShares(folders, names, weights, count)
  const startedBy = tailShares(files, parents, parentWeights, count)
  const parentShares = tailShares(everywhere, parents, parentWeights, count)
  const starts = tailShares(parents, files, parentWeights, count)
  const shapeShares = tailShares(files, places.shapes, shapeWeights, count)
  const products = weights.map((_, at) => {
    const byFile = folderShares[at]! * nameShares[at]! * startedBy[at]!
    const byParent = parentWeights[at]! > 0 ? parentShares[at]! * starts[at]! : 0
    return Math.max(byFile, byParent) * shapeShares[at]!
  })
  const shares = placeInOrder(products, weights).slice(0, count)
  const usual = onMostHosts(programs.index, shapes.index, host.index)
  for (let at = 0; at < count; at++) if (usual[at] === 1) shares[at] = 1
  return { shares, programs, shapes }
}

type Path = ReturnType<typeof normalPath>

/** What each process was, in numbers: those of the log first, then what is known of Windows. */
interface Places {
  readonly folders: Uint32Array
  readonly names: Uint32Array
  /** Folder and name. */
  readonly files: Uint32Array
  readonly parents: Uint32Array
  readonly shapes: Uint32Array
  readonly weights: Float64Array
  /** 0 where the parent is not told, or tells nothing. */
  readonly parentWeights: Float64Array
  /** 0 where the command line is not told. */
  readonly shapeWeights: Float64Array
}

function placesOf(texts: ProcessTexts, paths: readonly Path[], shapes: ColumnTexts): Places {
  const { process, commandLine, parent, host } = texts
  const count = process.index.length
  const background = backgroundOf(paths, count)
  const size = count + background.length
  const folderIds = new Map<string, number>()
  const nameIds = new Map<string, number>()
  const parentIds = new Map<string, number>()
  const folderOf = Uint32Array.from(paths, ({ folder }) => positionOf(folderIds, folder))
  const nameOf = Uint32Array.from(paths, ({ name }) => positionOf(nameIds, name))
  const parentOf = Uint32Array.from(parent.texts, (name) => positionOf(parentIds, name))
  for (const { folder, name, parent: from } of background) {
    positionOf(folderIds, folder)
    positionOf(nameIds, name)
    positionOf(parentIds, from)
  }
  const fileIds = new Map<number, number>()
  const fileOf = (folder: number, name: number) => positionOf(fileIds, folder * nameIds.size + name)
  const known = background.map((row) => ({
    ...row,
    folder: folderIds.get(row.folder)!,
    name: nameIds.get(row.name)!,
    file: fileOf(folderIds.get(row.folder)!, nameIds.get(row.name)!),
  }))
  const goesWithAny = new Set(known.flatMap(({ parent: from, file }) => (from === anyParent ? [file] : [])))
  const hostWeights = weightsOf(host)
  const [folders, names, files, parents, kinds] = Array.from({ length: 5 }, () => new Uint32Array(size)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  const weights = new Float64Array(size)
  const parentWeights = new Float64Array(size)
  const shapeWeights = new Float64Array(size)
  for (let at = 0; at < count; at++) {
    folders[at] = folderOf[process.index[at]!]!
    names[at] = nameOf[process.index[at]!]!
    files[at] = fileOf(folders[at]!, names[at]!)
    parents[at] = parentOf[parent.index[at]!]!
    kinds[at] = shapes.index[at]!
    weights[at] = hostWeights[host.index[at]!]!
    const tellsParent = parent.texts[parent.index[at]!] !== '' && !goesWithAny.has(files[at]!)
    parentWeights[at] = tellsParent ? weights[at]! : 0
    shapeWeights[at] = commandLine.texts[commandLine.index[at]!] === '' ? 0 : weights[at]!
  }
  known.forEach(({ folder, name, file, parent: from, weight }, row) => {
    const at = count + row
    folders[at] = folder
    names[at] = name
    files[at] = file
    parents[at] = parentIds.get(from)!
    weights[at] = weight
    parentWeights[at] = from === anyParent ? 0 : weight
  })
  return { folders, names, files, parents, shapes: kinds, weights, parentWeights, shapeWeights }
}

function programsOf(process: ColumnTexts, paths: readonly Path[], parent: ColumnTexts): ColumnTexts {
  const ids = new Map<number, number>()
  const positions = new Map<string, number>()
  const moved: number[] = []
  const index = process.index.map((at, row) => {
    const from = parent.index[row]!
    const id = positionOf(ids, at * parent.texts.length + from)
    if (id === moved.length) {
      const { folder, name } = paths[at]!
      const file = folder === '' ? name : `${folder}${folder.includes('/') ? '/' : '\\'}${name}`
      moved.push(positionOf(positions, parent.texts[from] ? `${parent.texts[from]} → ${file}` : file))
    }
    return moved[id]!
  })
  return { texts: [...positions.keys()], index }
}

/** What is usual on Windows, weighing as many processes as it stands for; nothing where the log is of another system. */
function backgroundOf(paths: readonly Path[], events: number): readonly BackgroundProcess[] {
  const isWindows = paths.some(({ folder }) => folder.includes('\\'))
  const isBare = paths.every(({ folder }) => folder === '')
  if (!isWindows && !isBare) return []
  const total = windowsBackground.reduce((sum, { weight }) => sum + weight, 0)
  return windowsBackground.map((row) => ({
    ...row,
    // A log of names alone has its background without folders.
    folder: isBare ? '' : row.folder,
    weight: (row.weight * Math.max(leastBackground, events)) / total,
  }))
}

/** The weight of one process of each host: 1 on the average. */
function weightsOf({ texts, index }: ColumnTexts): Float64Array {
  const sizes = new Float64Array(texts.length)
  for (const host of index) sizes[host]!++
  const sum = sizes.reduce((total, size) => total + Math.sqrt(size), 0)
  return sizes.map((size) => (size > 0 ? index.length / (Math.sqrt(size) * sum) : 0))
}

/** Of all weight, the share whose value is as low or lower. */
function placeInOrder(values: Float64Array, weights: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = new Float64Array(values.length)
  let sum = 0
  for (let from = 0; from < order.length; ) {
    const least = values[order[from]!]!
    let to = from
    while (to < order.length && values[order[to]!]! <= least * (1 + 1e-9)) sum += weights[order[to++]!]!
    for (; from < to; from++) shares[order[from]!] = Math.min(1, sum / total)
  }
  return shares
}

/** 1 for what is done on more than half of the hosts, and on three at least: two may be one attacker's way. */
function onMostHosts(programs: Uint32Array, shapes: Uint32Array, hosts: Uint32Array): Uint8Array {
  const hostCount = new Set(hosts).size
  if (hostCount < 3) return new Uint8Array(hosts.length)
  const most = shapes.reduce((largest, shape) => Math.max(largest, shape + 1), 1)
  const largestHost = hosts.reduce((largest, host) => Math.max(largest, host + 1), 1)
  const ids = new Map<number, number>()
  const behaviours = programs.map((program, at) => positionOf(ids, program * most + shapes[at]!))
  const seen = new Set<number>()
  const counts = new Uint32Array(ids.size)
  behaviours.forEach((behaviour, at) => {
    const pair = behaviour * largestHost + hosts[at]!
    if (seen.has(pair)) return
    seen.add(pair)
    counts[behaviour]!++
  })
  return Uint8Array.from(behaviours, (behaviour) =>
    Number(counts[behaviour]! >= 3 && counts[behaviour]! > hostCount / 2),
  )
}

import type { ScanLists, ScanNode, ScanProgram, ScanValue } from '../scan-program.ts'
import { scanOperations } from './scan-operations.ts'

/** A row that matched a step, with the variables assigned there. */
interface Match {
  readonly row: number
  readonly variables: readonly ScanValue[]
}

/** A sequence under way: its number, and for each step the row it matched last. */
interface Sequence {
  readonly id: number
  readonly matches: Match[]
}

/** A row that comes out. One row may come out of several steps: then once for each, that of the last step first. */
export interface ScanMatch extends Match {
  readonly id: number
}

type Evaluate = (row: number, matches: readonly Match[]) => ScanValue

/**
 * Runs the steps over rows in their order. Each row is held against the steps from the last to the first. Where the step
 * before has a sequence and the condition holds for it, that sequence moves on to this step, whose own is forgotten. Else
 * the step's own sequence may match again; the first step begins one where it has none. Linear in the number of rows.
 */
export function runScan(program: ScanProgram, lists: ScanLists, rows: number): ScanMatch[] {
  const steps = program.steps.map((step) => ({
    output: step.output,
    holds: evaluation(step.condition, lists),
    values: step.values.map((value) => evaluation(value, lists)),
  }))
  // Lists read at a match end with an element that stands for none.
  const none: Match = { row: rows, variables: program.variables.map((value) => evaluation(value, lists)(0, [])) }
  const noMatches: readonly Match[] = steps.map(() => none)
  const sequences: (Sequence | undefined)[] = steps.map(() => undefined)
  const found: ScanMatch[] = []
  let nextId = 0

  const match = (index: number, row: number, sequence: Sequence) => {
    const { output, values } = steps[index]!
    const variables = values.map((value) => value(row, sequence.matches))
    const made: Match = { row, variables }
    sequence.matches[index] = made
    sequences[index] = sequence
    if (output === 'all') found.push({ row, variables, id: sequence.id })
  }
  const leave = (index: number) => {
    const sequence = sequences[index]
    if (sequence && steps[index]!.output === 'last') found.push({ ...sequence.matches[index]!, id: sequence.id })
    sequences[index] = undefined
  }

  for (let row = 0; row < rows; row++) {
    for (let index = steps.length - 1; index >= 0; index--) {
      const { holds } = steps[index]!
      const before = index > 0 ? sequences[index - 1] : undefined
      if (before && holds(row, before.matches) === true) {
        leave(index)
        leave(index - 1)
        match(index, row, before)
        continue
      }
      const own = sequences[index]
      if (own) {
        if (holds(row, own.matches) === true) match(index, row, own)
      } else if (index === 0 && holds(row, noMatches) === true) {
        match(index, row, { id: nextId++, matches: [...noMatches] })
      }
    }
  }
  for (let index = 0; index < steps.length; index++) leave(index)
  // A row of `output = last` is known later than it stood.
  return steps.some(({ output }) => output === 'last') ? found.sort((left, right) => left.row - right.row) : found
}

function evaluation(node: ScanNode, lists: ScanLists): Evaluate {
  switch (node[0]) {
    case 'null':
      return () => null
    case 'whole': {
      const value = BigInt(node[1])
      return () => value
    }
    case 'flag':
    case 'real':
    case 'text': {
      const value = node[1]
      return () => value
    }
    case 'row': {
      const values = lists[node[1]][node[2]]!
      return (row) => values[row]!
    }
    case 'at': {
      const [, step, kind, index] = node
      const values = lists[kind][index]!
      return (_row, matches) => values[matches[step]!.row]!
    }
    case 'first': {
      const [value] = lists[node[1]][node[2]]!
      return () => value!
    }
    case 'variable': {
      const [, step, variable] = node
      return (_row, matches) => matches[step]!.variables[variable]!
    }
    case 'call':
      return callOf(node, lists)
  }
}

function callOf(
  [, operation, ...nodes]: Extract<ScanNode, readonly ['call', ...unknown[]]>,
  lists: ScanLists,
): Evaluate {
  const parts = nodes.map((each) => evaluation(each, lists))
  const [first, second, third] = parts as [Evaluate, Evaluate, Evaluate]
  switch (operation) {
    case 'and':
      return (row, matches) => {
        const left = first(row, matches)
        if (left === false) return false
        const right = second(row, matches)
        return right === false ? false : left === null || right === null ? null : true
      }
    case 'or':
      return (row, matches) => {
        const left = first(row, matches)
        if (left === true) return true
        const right = second(row, matches)
        return right === true ? true : left === null || right === null ? null : false
      }
    case 'iff':
      return (row, matches) => (first(row, matches) === true ? second(row, matches) : third(row, matches))
    default: {
      const apply = scanOperations[operation]
      if (parts.length === 1) return (row, matches) => apply(first(row, matches))
      if (parts.length === 2) return (row, matches) => apply(first(row, matches), second(row, matches))
      return (row, matches) => apply(...parts.map((part) => part(row, matches)))
    }
  }
}

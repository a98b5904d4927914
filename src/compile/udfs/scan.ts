import type { SqlType } from '../../sql/tree.ts'
import type { Udf, UdfValue } from '../row.ts'
import type { ScanLists, ScanProgram, ScanValue } from '../scan-program.ts'
import { isList } from './is-list.ts'
import { runScan, type ScanMatch } from './scan-machine.ts'

/**
 * The program as JSON, then lists of flags, whole numbers, reals and texts; the first list of whole numbers are the rows'
 * positions. One function for each type that may come back, as a function of the engine has one.
 */
function scanUdf(
  name: string,
  returns: SqlType,
  columns: (matches: readonly ScanMatch[], program: ScanProgram, positions: readonly UdfValue[]) => UdfValue,
): Udf {
  return {
    name,
    parameters: ['VARCHAR', 'BOOLEAN[][]', 'BIGINT[][]', 'DOUBLE[][]', 'VARCHAR[][]'],
    returns,
    evaluate(json, flag, whole, real, text) {
      // Of no rows there are no lists.
      const positions = isList(whole) ? whole[0] : undefined
      if (typeof json !== 'string' || !isList(positions)) return null
      const program = JSON.parse(json) as ScanProgram
      const lists = { flag, whole, real, text } as unknown as ScanLists
      return columns(runScan(program, lists, positions.length), program, positions)
    },
  }
}

/** A list for each variable; of another kind than is asked for, it stays empty. */
function variables<T extends UdfValue>(
  matches: readonly ScanMatch[],
  program: ScanProgram,
  read: (value: ScanValue) => T | undefined,
): (T | null)[][] {
  return program.variables.map((_, index) => matches.map((match) => read(match.variables[index]!) ?? null))
}

export const scanUdfs: readonly Udf[] = [
  scanUdf('kql_scan_whole', 'BIGINT[][]', (matches, program, positions) => [
    matches.map(({ row }) => positions[row]!),
    matches.map((_, index) => BigInt(index)),
    matches.map(({ id }) => BigInt(id)),
    ...variables(matches, program, (value) =>
      typeof value === 'bigint' ? value : typeof value === 'boolean' ? BigInt(value) : undefined,
    ),
  ]),
  scanUdf('kql_scan_real', 'DOUBLE[][]', (matches, program) =>
    variables(matches, program, (value) => (typeof value === 'number' ? value : undefined)),
  ),
  scanUdf('kql_scan_text', 'VARCHAR[][]', (matches, program) =>
    variables(matches, program, (value) => (typeof value === 'string' ? value : undefined)),
  ),
]

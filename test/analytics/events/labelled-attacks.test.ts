import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { notableEvents } from '../../../src/analytics/events/notable-events.ts'
import { evidenceReader } from '../../../src/analytics/events/technique-evidence.ts'
import { logonGuessing } from '../../../src/analytics/logons/logon-guessing.ts'
import { commandLineTable } from '../../../src/analytics/text/command-line-table.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import type { Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

const folder = 'evtx-to-mitre'
const tables = ['SecurityEvent', 'Event'] as const

/** Every column of a log, all as text but the time and the id. */
function whole(name: string): Table {
  const lines = readFileSync(new URL(`../../../../shared/data/${folder}/${name}.jsonl`, import.meta.url), 'utf8')
  const columns = new Set(
    lines
      .trim()
      .split('\n')
      .flatMap((line) => Object.keys(JSON.parse(line) as object)),
  )
  const typeOf = (column: string): KqlType =>
    column === 'TimeGenerated' ? 'datetime' : column === 'EventID' ? 'int' : 'string'
  return realLog(`${folder}/${name}.jsonl`, Object.fromEntries([...columns].map((column) => [column, typeOf(column)])))
}

describe.skipIf(!hasRealLogs)('146 recorded attacks of which the technique is known', () => {
  it('point to a technique, most of them to that one', () => {
    if (!hasRealLogs) return
    const logs = new Map(tables.map((name) => [name, whole(name)]))
    const security = logs.get('SecurityEvent')!
    const found = new Map<string, Set<string>>()
    const isLine = [...security.objects()].map(({ CommandLine }) => (CommandLine ?? '') !== '')
    const lines = security.pick(isLine.flatMap((is, row) => (is ? [row] : [])))
    const evidence = [
      ...[...logs.values()].map((log) => notableEvents(log).table),
      commandLineTable(lines, { least: 1 }).table,
      logonGuessing(security).table,
    ]
    for (const table of evidence) {
      const times = table.column(table.indexOf('TimeGenerated') < 0 ? 'First' : 'TimeGenerated')
      const techniquesOf = evidenceReader(table)
      for (let row = 0; row < table.rowCount; row++) {
        const at = found.get(String(times[row])) ?? new Set()
        for (const technique of techniquesOf(row).techniques) at.add(technique.slice(0, 5))
        found.set(String(times[row]), at)
      }
    }
    const attacks = new Map<string, Set<string>>()
    const labels = realLog(`${folder}/labels.jsonl`, { table: 'string', line: 'long', technique_file: 'string' })
    for (const { table, line, technique_file: file } of labels.objects()) {
      const time = logs.get(table as (typeof tables)[number])!.value(Number(line) - 1, 'TimeGenerated')
      const seen = attacks.get(String(file)) ?? new Set()
      for (const technique of found.get(String(time)) ?? []) seen.add(technique)
      attacks.set(String(file), seen)
    }
    const isCleared = (file: string) => file.includes('T1070')
    const seen = [...attacks].map(([file, all]) => ({
      file,
      // Recorders clear the log before they begin, which is no part of the attack.
      techniques: new Set([...all].filter((technique) => technique !== 'T1070' || isCleared(file))),
    }))
    expect(seen).toHaveLength(146)
    const pointed = seen.filter(({ techniques }) => techniques.size > 0)
    const right = seen.filter(({ file, techniques }) => [...techniques].some((each) => file.includes(each)))
    expect(pointed.length).toBeGreaterThanOrEqual(128)
    expect(right.length).toBeGreaterThanOrEqual(98)
  })
})

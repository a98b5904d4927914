import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { techniqueText } from './attack-techniques.ts'
import { channelOf, type EventField, eventReader } from './event-fields.ts'
import { type NotableRule, type NotableSubject, notableMessages, notableRules, subjectOf } from './notable-rules.ts'

const notableColumns: readonly ColumnType[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Meaning', type: 'string' },
  { name: 'Account', type: 'string' },
  { name: 'Target', type: 'string' },
  { name: 'Detail', type: 'string' },
  { name: 'Technique', type: 'string' },
  { name: 'Subject', type: 'string' },
  { name: 'EventID', type: 'long' },
  { name: 'Computer', type: 'string' },
  { name: 'Logon', type: 'string' },
  { name: 'Log', type: 'string' },
]

const longestDetail = 400

interface Notable {
  readonly meaning: string
  readonly techniques: readonly string[]
  readonly account: string
  readonly target: string
  readonly detail: string
  readonly subject: NotableSubject
}

/**
 * The events among the rows that `notable-rules.ts` knows, newest first, with the techniques of ATT&CK that they belong to: of the security log, of
 * the tables Event and WindowsEvent, of Syslog. Details are cut after 400 characters.
 */
export function notableEvents(
  table: Table,
  progress: Progress = noProgress,
): { readonly table: Table; readonly notices: readonly string[] } {
  const byId = Map.groupBy(
    notableRules.flatMap((rule) => rule.ids.map((id) => ({ id, rule }))),
    ({ id }) => id,
  )
  const event = eventReader(table)
  const message = textReader(table, 'SyslogMessage')
  const times = table.indexOf('TimeGenerated') < 0 ? undefined : table.column('TimeGenerated')
  const rows: { readonly time: string; readonly cells: Cell[] }[] = []
  for (let row = 0; row < table.rowCount; row++) {
    if (row % 65_536 === 0) progress(row, table.rowCount, 'Reading events')
    const field = event(row)
    const id = Number(field('EventID'))
    const text = message(row)
    const rules = byId.get(id)
    const found = rules
      ? ofRules(
          rules.map(({ rule }) => rule),
          field,
        )
      : text === ''
        ? undefined
        : ofMessage(text)
    if (!found) continue
    const time = times?.[row] ?? null
    rows.push({
      time: String(time ?? ''),
      cells: [
        time,
        found.meaning,
        found.account,
        found.target,
        found.detail.length > longestDetail ? `${found.detail.slice(0, longestDetail)}…` : found.detail,
        found.techniques.map(techniqueText).join('; '),
        found.subject,
        rules ? BigInt(id) : null,
        field('Computer') || field('HostName'),
        field('SubjectLogonId') || field('TargetLogonId'),
        rules ? field('Channel') || field('EventLog') || 'Security' : 'Syslog',
      ],
    })
  }
  rows.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
  return {
    table: Table.fromRows(
      notableColumns,
      rows.map(({ cells }) => cells),
    ),
    notices: [],
  }
}

function ofRules(rules: readonly NotableRule[], field: EventField): Notable | undefined {
  const matching = rules.filter(({ where }) =>
    Object.entries(where ?? {}).every(([names, pattern]) => matches(names, pattern, field)),
  )
  const [first] = matching
  if (!first) return undefined
  const targets = first.target ?? ['TargetUserName']
  return {
    meaning: first.meaning,
    subject: subjectOf(Number(field('EventID'))),
    techniques: [...new Set(matching.flatMap(({ techniques }) => techniques))],
    account: actorOf(field),
    target: targets.map(field).find((each) => each !== '') ?? '',
    detail: (first.detail ?? [])
      .flatMap((name) => {
        const value = oneLine(field(name))
        return value === '' ? [] : `${name}: ${value}`
      })
      .join(' · '),
  }
}

/** `A|B`: either; `A+B`: both, a line each; `Channel`: the log or the program. */
function matches(names: string, pattern: RegExp, field: EventField): boolean {
  if (names === 'Channel') return pattern.test(channelOf(field))
  if (names.includes('+')) return pattern.test(names.split('+').map(field).join('\n'))
  return names.split('|').some((name) => pattern.test(field(name)))
}

function actorOf(field: EventField): string {
  const user = field('SubjectUserName')
  if (user !== '') {
    const domain = field('SubjectDomainName')
    return domain === '' ? user : `${domain}\\${user}`
  }
  return (
    [field('Account'), field('UserName'), field('User'), field('SourceUser')].find(
      (each) => each !== '' && each !== '-\\-',
    ) ?? ''
  )
}

function ofMessage(text: string): Notable | undefined {
  for (const { pattern, meaning, techniques, subject = 'other' } of notableMessages) {
    const match = pattern.exec(text)
    if (!match) continue
    return {
      meaning,
      techniques,
      account: match.groups?.account ?? '',
      target: match.groups?.target ?? '',
      detail: oneLine(text),
      subject,
    }
  }
  return undefined
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

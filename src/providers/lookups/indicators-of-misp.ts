import { ownEntry } from '../../lib/own-entry.ts'
import type { Json } from '../../lib/table.ts'
import type { FileBeside } from './files-beside.ts'
import { type Indicator, isoTime } from './indicator.ts'
import { arrayAt, memberAt, textAt } from './json-members.ts'
import type { Severity } from './lookup.ts'

/** Types of attributes whose value, or a part of it between bars, is an observable. */
const types =
  /^(ip-(src|dst)(\|port)?|domain(\|ip)?|hostname(\|port)?|url|uri|link|(filename\|)?(md5|sha1|sha256|sha512)|email(-(src|dst|reply-to))?|malware-sample)$/

/** By `threat_level_id` of the event: 1 high, 2 medium, 3 low, 4 undefined. */
const levels: Readonly<Record<string, Severity>> = { 1: 'high', 2: 'high', 3: 'warning' }

/** The attributes of MISP events, those within objects too: one event, or the answer of its API with several. */
export function* indicatorsOfMisp(file: FileBeside, json: Json): Generator<[string, Indicator]> {
  const answer = memberAt(json, 'response')
  const all = Array.isArray(answer)
    ? (answer as readonly Json[])
    : Array.isArray(json)
      ? (json as readonly Json[])
      : [json]
  for (const event of all.flatMap((each) => memberAt(each, 'Event') ?? [])) {
    const eventTags = tagsOf(event)
    const inside = arrayAt(event, 'Object').flatMap((object) => arrayAt(object, 'Attribute'))
    for (const attribute of [...arrayAt(event, 'Attribute'), ...inside]) {
      if (!types.test(textAt(attribute, 'type')) || memberAt(attribute, 'deleted') === true) continue
      const forDetection = memberAt(attribute, 'to_ids')
      const indicator: Indicator = {
        provider: textAt(memberAt(event, 'Orgc'), 'name') || textAt(memberAt(event, 'Org'), 'name'),
        threat: [textAt(attribute, 'category'), textAt(event, 'info'), textAt(attribute, 'comment')]
          .filter((word) => word !== '')
          .join(': '),
        tags: [...new Set([...tagsOf(attribute), ...eventTags])],
        severity: ownEntry(levels, textAt(event, 'threat_level_id')),
        firstSeen: isoTime(memberAt(attribute, 'first_seen')),
        lastSeen: isoTime(memberAt(attribute, 'last_seen')),
        asOf: isoTime(memberAt(attribute, 'timestamp')) ?? isoTime(textAt(event, 'date')) ?? file.modified,
        ...((forDetection === false || forDetection === '0') && { void: 'named for context, not for detection' }),
        within: file.name,
        raw: () => attribute,
      }
      for (const value of textAt(attribute, 'value').split('|')) yield [value, indicator]
    }
  }
}

function tagsOf(json: Json): string[] {
  return arrayAt(json, 'Tag').map((tag) => textAt(tag, 'name'))
}

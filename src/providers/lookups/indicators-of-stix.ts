import type { Json } from '../../lib/table.ts'
import type { FileBeside } from './files-beside.ts'
import { type Indicator, isoTime } from './indicator.ts'
import { arrayAt, memberAt, textAt } from './json-members.ts'
import { valuesOfPattern } from './stix-pattern.ts'

/** The indicators of a STIX 2 bundle (2.0 and 2.1), or of a list of its objects. */
export function* indicatorsOfStix(file: FileBeside, json: Json): Generator<[string, Indicator]> {
  const objects = Array.isArray(json) ? (json as readonly Json[]) : arrayAt(json, 'objects')
  const named = new Map(objects.map((object) => [textAt(object, 'id'), textAt(object, 'name')]))
  for (const object of objects) {
    if (textAt(object, 'type') !== 'indicator') continue
    const { values, isPart } = valuesOfPattern(textAt(object, 'pattern'))
    const types = arrayAt(object, 'indicator_types').map(String)
    const confidence = memberAt(object, 'confidence')
    const links = arrayAt(object, 'external_references').map((each) => textAt(each, 'url'))
    const indicator: Indicator = {
      provider: named.get(textAt(object, 'created_by_ref')) ?? '',
      threat: [types.join(', '), textAt(object, 'name') || textAt(object, 'description')]
        .filter((word) => word)
        .join(': '),
      tags: arrayAt(object, 'labels').map(String),
      ...(typeof confidence === 'number' && { confidence }),
      ...(types.includes('benign') && { severity: 'information' as const }),
      isPart,
      firstSeen: isoTime(textAt(object, 'valid_from')),
      asOf: isoTime(textAt(object, 'modified')) ?? file.modified,
      until: isoTime(textAt(object, 'valid_until')),
      ...(memberAt(object, 'revoked') === true && { void: 'revoked' }),
      reference: links.find((link) => /^https?:\/\//.test(link)),
      within: file.name,
      raw: () => object,
    }
    for (const value of values) yield [value, indicator]
  }
}

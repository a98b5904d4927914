import { countOf } from '../../lib/count-of.ts'
import { safeText } from '../../lib/safe-text.ts'
import type { Json } from '../../lib/table.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { type FileBeside, FilesBeside } from './files-beside.ts'
import { answersOf, type Indicator, indicatorSeverityText } from './indicator.ts'
import { indicatorsOfCsv } from './indicators-of-csv.ts'
import { indicatorsOfMisp } from './indicators-of-misp.ts'
import { indicatorsOfStix } from './indicators-of-stix.ts'
import { memberAt } from './json-members.ts'
import type { Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import { ObservableIndex } from './observable-index.ts'

/** Indicators in files of some folders: CSV, plain lists, STIX 2 and MISP events in JSON, each also gzipped. */
export function indicatorFiles(folders: readonly string[]): Lookup {
  const files = new FilesBeside(folders, /\.(csv|tsv|txt|json)(\.gz)?$/i, indexOfFiles)
  return {
    id: 'indicator-files',
    title: 'Indicator files',
    text: `CSV, lists, STIX 2 and MISP in the folder \`indicators\` beside the logs, or your own. ${indicatorSeverityText}`,
    about: 'threat',
    kinds: observableKinds,
    place: 'local',
    hosts: [],
    needsKey: false,
    async look(observables, context) {
      const { made, notices } = await files.read(context.signal)
      return { ...(await answersOf(observables, { index: made, read: (indicator) => indicator }, context)), notices }
    },
  }
}

function indexOfFiles(files: readonly FileBeside[], tell: (notice: string) => void): ObservableIndex<Indicator> {
  const index = new ObservableIndex<Indicator>()
  for (const file of files) {
    let passedOver = 0
    try {
      for (const [text, indicator] of indicatorsOf(file)) if (!index.add(text, indicator)) passedOver++
    } catch (error) {
      tell(`${safeText(file.path)} is left out: ${wordsOf(error)}`)
      continue
    }
    if (passedOver > 0)
      tell(
        `${safeText(file.path)}: ${countOf(passedOver, 'value is', 'values are')} no address, domain, URL, hash or e-mail address.`,
      )
  }
  return index
}

function indicatorsOf(file: FileBeside): Iterable<[string, Indicator]> {
  if (file.extension !== '.json') return indicatorsOfCsv(file)
  const json = JSON.parse(file.text) as Json
  const first = Array.isArray(json) ? (json as readonly Json[])[0] : json
  const isMisp = memberAt(first, 'Event') !== undefined || memberAt(json, 'response') !== undefined
  if (isMisp) return indicatorsOfMisp(file, json)
  if (memberAt(json, 'objects') !== undefined || memberAt(first, 'type') !== undefined)
    return indicatorsOfStix(file, json)
  throw new Error('it is neither a STIX 2 bundle nor a MISP event')
}

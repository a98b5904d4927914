import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../../../../lib/diagnostic.ts'
import { checkYaml, readYaml } from '../../../../queries/yaml-document.ts'
import { cannotRead } from '../find-files.ts'
import type { Notices } from '../notices.ts'
import { recordsSchema, syslogSchema } from './mapping-schema.ts'
import type { NamedMapping } from './mappings.ts'

/** The mappings in the files. What is wrong with one is told with its line, and that one is left out. */
export function readMappings(files: readonly string[], notices: Notices): NamedMapping[] {
  return files.flatMap((file): NamedMapping[] => {
    try {
      const document = readYaml(file, readFileSync(file, 'utf8'))
      const isSyslog = typeof document.value === 'object' && document.value !== null && 'syslog' in document.value
      const { value, diagnostics } = isSyslog
        ? checkYaml(document, syslogSchema, 'a mapping for syslog')
        : checkYaml(document, recordsSchema, 'a mapping')
      for (const each of diagnostics) tell(notices, file, each, document.source.text)
      return value === undefined ? [] : [{ name: `mappings/${file.split(/[\\/]/).at(-1)}`, mapping: value }]
    } catch (cause) {
      notices.add({ kind: 'mappings not read', severity: 'warning', message: cannotRead(cause), file })
      return []
    }
  })
}

function tell(notices: Notices, file: string, { message, hint, span }: Diagnostic, text: string): void {
  const line = text.slice(0, span?.start ?? 0).split('\n').length
  const said = `This mapping is not used. ${message}${hint === undefined ? '' : ` ${hint}`}`
  notices.add({ kind: 'mappings with faults', severity: 'warning', message: said, file, line })
}

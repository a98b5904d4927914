import { isUnsupported } from '../../../kql/messages.ts'
import { type Diagnostic, KqlError } from '../../../lib/diagnostic.ts'

/** All that is wrong, each with the text it points into; the first error is the message. */
export function kqlError(diagnostics: readonly Diagnostic[], kql: string): KqlError {
  const errors = diagnostics.filter((each) => each.severity === 'error')
  const unsupported =
    errors.length > 0 && errors.every((each) => each.code === 'KQL_UNSUPPORTED' || isUnsupported(each.code))
  const source = { name: 'query', text: kql }
  return new KqlError(
    unsupported ? 'KQL_UNSUPPORTED' : 'KQL_INVALID',
    errors[0]?.message ?? 'The query could not be understood.',
    {
      ...(errors[0]?.hint !== undefined && { hint: errors[0].hint }),
      diagnostics: diagnostics.map((each) => ({ source, ...each })),
    },
  )
}

import { ServiceFault } from '../../remote/wire.ts'
import { titleOf } from './service-words.ts'

/** An answer of status 200 that is none of the service: most often the page of a proxy that wants one to log in. */
export function contentFault(text: string, host: string): ServiceFault {
  const title = titleOf(text)
  const what = text.trim() === '' ? 'an empty answer' : `a web page${title ? `, “${title}”,` : ''}`
  return new ServiceFault('bad-answer', `\`${host}\` sent ${what} in the place of an answer.`, {
    status: 200,
    hint: 'A proxy or a login page may stand between: open the address of the endpoint in a browser to see.',
  })
}

import { invariant } from '../lib/invariant.ts'
import { defineNotebooklet } from './define-notebooklet.ts'
import type { NotebookletDefinition } from './definition.ts'
import { takeNotebooklet } from './parse-notebooklet.ts'

const query = defineNotebooklet({
  id: 'query',
  title: 'KQL query',
  text: 'What the workspace answers to a query: any KQL, over its tables.',
  keywords: ['kql', 'search', 'hunt', 'table'],
  value: {
    type: 'string',
    text: 'KQL: SigninLogs | where ResultType != 0 | take 100',
    example: 'SigninLogs | take 10',
  },
  timespan: '7d',
  sections: [
    {
      id: 'rows',
      title: 'Rows',
      compute: ({ value, ask }) => ask(value),
      empty: 'The query has no rows in this time.',
    },
  ],
})

const lookup = defineNotebooklet({
  id: 'lookup',
  title: 'Look-up',
  text: 'What is known of an address, domain, URL, hash or e-mail address: here, and at services that are configured and agreed to.',
  keywords: ['threat intelligence', 'indicator', 'reputation', 'geo', 'asn', 'whois', 'virustotal'],
  value: {
    type: 'string',
    text: 'An address, domain, URL, hash or e-mail address, made harmless or not',
    example: '203.0.113.7',
  },
  sections: [
    {
      id: 'threats',
      title: 'Whether it is known as a threat',
      lookup: { value: '$value', about: 'threat', unknown: true },
    },
    {
      id: 'context',
      title: 'What else is known of it',
      lookup: { value: '$value', about: 'context' },
      empty: 'No list, no database and no configured service knows more of it.',
    },
  ],
})

/** What every desk runs besides the notebooklets of its folders: a question of one's own, and what is known of one observable. */
export const deskNotebooklets: readonly NotebookletDefinition[] = [query, lookup].map(({ definition }) => {
  const taken = takeNotebooklet('desk-notebooklets.ts', definition)
  invariant(taken.definition, `what a desk runs can be read: ${taken.diagnostics.map(({ message }) => message)}`)
  return taken.definition
})

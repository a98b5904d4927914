/** Functions that only a service of Microsoft's can answer: name → what to do instead. */
const serviceFunctions: readonly (readonly [name: RegExp, hint: string])[] = [
  [
    /^(workspace|app|adx|resource|cluster|database)$/i,
    'A query sees one workspace: add the other one’s tables to it as files.',
  ],
  [/^arg$/i, 'Azure Resource Graph is out of reach: export what you need and add it to the workspace as a file.'],
  [/^FileProfile$/i, 'Microsoft Defender answers it: `join` a table with the prevalence of the files instead.'],
  [/^_GetWatchlist(Alias)?$/i, 'Add the watchlist to the workspace as a table of the same name.'],
  [/^_(Im|ASim|Ensure|CorrelatedEvents)/i, 'ASIM parsers are functions stored in a workspace: query the source table.'],
]

/** What to do instead of a function that only a service can answer, or undefined for any other name. */
export function serviceFunctionHint(name: string): string | undefined {
  return serviceFunctions.find(([pattern]) => pattern.test(name))?.[1]
}

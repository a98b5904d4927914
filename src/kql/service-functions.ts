/** What a query's surroundings have, for what is said of a name they lack. */
interface Surroundings {
  readonly watchlists?: readonly string[] | undefined
  readonly workspaceNames?: readonly string[] | undefined
}

type Hint = (name: string, surroundings: Surroundings) => string

/** Functions that only a service of Microsoft's can answer, or that a workspace stores: name → what to do instead. */
const serviceFunctions: readonly (readonly [name: RegExp, hint: Hint])[] = [
  [
    /^(workspace|app|adx|resource|cluster|database)$/i,
    (_, { workspaceNames = [] }) =>
      `A query sees one workspace: add the other one’s tables to it as files.${workspaceNames.length > 0 ? ` This one goes by ${workspaceNames.map((name) => `"${name}"`).join(', ')}.` : ''}`,
  ],
  [/^arg$/i, () => 'Azure Resource Graph is out of reach: export what you need and add it to the workspace as a file.'],
  [/^FileProfile$/i, () => 'Microsoft Defender answers it: `join` a table with the prevalence of the files instead.'],
  [
    /^_GetWatchlist(Alias)?$/i,
    () => 'Put the list into the workspace’s folder, named for its alias: watchlists/ALIAS.csv.',
  ],
  [
    /^_?(Im|ASim)_?[A-Z]|^vim[A-Z]|^_(Ensure|CorrelatedEvents)/,
    (name) =>
      `Parsers are functions stored in a workspace: put the published one into its folder, as functions/${name}.yaml or functions/${name}.kql, and those it calls beside it.`,
  ],
]

/** What to do instead of a function that only a service can answer, or undefined for any other name. */
export function serviceFunctionHint(name: string, surroundings: Surroundings = {}): string | undefined {
  return serviceFunctions.find(([pattern]) => pattern.test(name))?.[1](name, surroundings)
}

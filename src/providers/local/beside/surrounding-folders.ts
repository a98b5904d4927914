/** Folders at the top of a workspace's that hold no logs. */
export const surroundingFolders: ReadonlySet<string> = new Set(['functions', 'watchlists'])

import type { WorkspaceSurroundings } from '../workspace.ts'
import type { WireSchema } from './wire.ts'

/** Watchlists and stored functions of a service, as the user is told of them. They are in no file, and nobody has counted the lists. */
export function surroundingsOf({ watchlists, functions }: WireSchema): WorkspaceSurroundings {
  return {
    watchlists: watchlists
      .filter((each) => !each.isImplied)
      .map(({ alias, columns }) => ({
        alias,
        columns: columns.map(({ name }) => name),
        searchKey: 'SearchKey',
        file: '',
      })),
    functions: functions.map(({ name, parameters, body, fault }) => ({
      name,
      parameters,
      body,
      file: '',
      ...(fault !== undefined && { fault }),
    })),
  }
}

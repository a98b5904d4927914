import type { WorkspaceSurroundings } from '../../workspace.ts'
import type { StoredSurroundings } from './surroundings.ts'

/** As the user is told of them. */
export function shownSurroundings({ watchlists, functions }: StoredSurroundings): WorkspaceSurroundings {
  return {
    watchlists: watchlists
      .filter(({ file }) => file !== '')
      .map(({ alias, columns, searchKey, rowCount, file }) => ({
        alias,
        columns: columns.map(({ name }) => name),
        searchKey,
        rowCount,
        file,
      })),
    functions: functions.map(({ name, parameters, body, file, fault }) => ({
      name,
      parameters,
      file,
      ...(fault === undefined ? { body } : { fault }),
    })),
  }
}

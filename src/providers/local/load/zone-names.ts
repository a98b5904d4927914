import { type Session, selectRows } from './session.ts'
import type { StagedColumn, StagedFile } from './staged.ts'
import { zoneName } from './time-column.ts'

/** Turns the zones that headers name into those DuckDB knows. */
export class ZoneNames {
  #known: Promise<ReadonlySet<string>> | undefined

  async resolve(session: Session, staged: StagedFile): Promise<StagedFile> {
    if (!staged.columns.some((column) => column.zone !== undefined)) return staged
    this.#known ??= selectRows(session, 'SELECT name FROM pg_timezone_names()').then(
      (rows) => new Set(rows.map((row) => String(row.name))),
    )
    const known = await this.#known
    const unknown = new Set<string>()
    const columns = staged.columns.map(({ zone, ...column }): StagedColumn => {
      if (zone === undefined) return column
      const name = zoneName(zone, (each) => known.has(each))
      if (name === undefined) unknown.add(zone)
      return name === undefined ? column : { ...column, zone: name }
    })
    for (const zone of unknown) {
      const message = `The times in [${zone}] are taken for UTC: that is no time zone known here.`
      session.notices.add({ kind: 'time zones not known', severity: 'warning', message, file: staged.file })
    }
    return { ...staged, columns }
  }
}

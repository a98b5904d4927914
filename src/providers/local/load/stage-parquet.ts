import { printName } from '../../../sql/print.ts'
import { type FoundFile, placeOf } from './find-files.ts'
import { headerNames } from './header-names.ts'
import { pathLiteral, type Session, selectRows } from './session.ts'
import type { StagedFile } from './staged.ts'

/** A Parquet file, read where it lies. Throws what DuckDB says of a file that is damaged. */
export async function stageParquet(session: Session, file: FoundFile): Promise<StagedFile> {
  const source = `read_parquet(${pathLiteral(placeOf(file))})`
  const described = await selectRows(
    session,
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${source})`,
  )
  const [row] = await selectRows(session, `SELECT count(*) AS n FROM ${source}`)
  const names = headerNames(described.map((each) => String(each.name)))
  const selects = described.map((each, index) => `${printName(String(each.name))} AS f${index}`)
  return {
    file: file.path,
    files: [file.path],
    relation: `(SELECT ${selects.join(', ')} FROM ${source})`,
    rowCount: Number(row!.n),
    columns: described.map((each, index) => ({
      ...names[index]!,
      sql: `f${index}`,
      form: { kind: 'typed', duckdb: String(each.type) },
    })),
  }
}

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { printLiteral } from '../../../sql/print.ts'

/** The engine's one database: in memory, with two threads, reading nothing but what the loader tells it to. */
export interface Database {
  connect(): Promise<DuckDBConnection>
  /** From now on no statement can read a file, load an extension or change a setting. */
  lock(): Promise<void>
  close(): void
}

/** `memoryLimit`: as DuckDB writes sizes, `4GB`; default what DuckDB takes, 80 % of the machine's memory. Throws where it is no size. */
export async function openDatabase(options: { readonly memoryLimit?: string }): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // What does not fit in memory fails; logs are not written to disk behind the user's back.
    temp_directory: '',
  })
  const first = await instance.connect()
  await first.run(`SET GLOBAL TimeZone = 'UTC'`)
  if (options.memoryLimit !== undefined) await first.run(`SET memory_limit = ${printLiteral(options.memoryLimit)}`)
  // Bars are for terminals; the numbers behind them are asked for.
  await first.run('SET enable_progress_bar = true')
  await first.run('SET enable_progress_bar_print = false')
  return {
    connect: () => instance.connect(),
    async lock() {
      await first.run('SET enable_external_access = false')
      await first.run('SET lock_configuration = true')
    },
    close() {
      first.closeSync()
      instance.closeSync()
    },
  }
}

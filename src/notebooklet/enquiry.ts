import type { z } from 'zod'
import type { ColumnType } from '../lib/kql-type.ts'
import type { Table } from '../lib/table.ts'
import type { ComputeContext } from './definition.ts'

/**
 * What asks a workspace one question after another, where each depends on the answers before: no single query can say it, and a
 * step only sees tables. Notebooklets call it by name.
 */
export interface EnquiryDefinition<Options = unknown> {
  readonly text: string
  readonly options: z.ZodType<Options>
  /** The columns that come out, where they are known before: for checks. */
  readonly columns?: readonly ColumnType[]
  /** Rejects with an Error whose message names what was found and expected. */
  run(context: ComputeContext, options: Options): Promise<Table>
}

/** An enquiry with its options' type forgotten: its options are checked before it runs. */
export function defineEnquiry<Options>(enquiry: EnquiryDefinition<Options>): EnquiryDefinition {
  return enquiry as EnquiryDefinition<unknown>
}

import { call, caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { mostRepeatedBytes, tooLargeMark } from '../too-large.ts'

/** A value made of a text several times, or what says that it would be too large. */
export function repeated(text: SqlExpression, times: SqlExpression, made: SqlExpression): SqlExpression {
  const megabytes = mostRepeatedBytes / 2 ** 20
  const words = `${tooLargeMark} a value of more than ${megabytes} MB by repeating another`
  return caseWhen(
    [[sql`strlen(${text}) * ${times} > ${literal(BigInt(mostRepeatedBytes))}`, call('error', literal(words))]],
    made,
  )
}

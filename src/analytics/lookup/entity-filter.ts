import { kqlLiteral, kqlName } from '../../kql/literal.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import type { LookupRequest } from './lookup-request.ts'

/** Whether an entity can stand in a column: as a text, in a bag, or as a guid. */
export function canHoldText({ type }: ColumnType): boolean {
  return type === 'string' || type === 'dynamic' || type === 'guid'
}

/** The condition that a column holds the entity, as KQL: `UserId has "alice"`. */
export function columnHolds(column: ColumnType, request: Pick<LookupRequest, 'entity' | 'also' | 'match'>): string {
  const name = column.type === 'guid' ? `tostring(${kqlName(column.name)})` : kqlName(column.name)
  const texts = [request.entity, ...request.also].map((text) => kqlLiteral('string', text))
  if (request.match === 'substring') return texts.map((text) => `${name} contains ${text}`).join(' or ')
  return texts.length === 1 ? `${name} has ${texts[0]}` : `${name} has_any (${texts.join(', ')})`
}

/** The condition that any of the columns holds it. */
export function anyHolds(
  columns: readonly ColumnType[],
  request: Pick<LookupRequest, 'entity' | 'also' | 'match'>,
): string {
  return columns.map((column) => columnHolds(column, request)).join(' or ')
}
